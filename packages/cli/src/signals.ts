/** Resolves at the first Ctrl-C or TERM. Repeats are expected: npm passes on what the terminal has sent already. */
export async function stopSignal(): Promise<NodeJS.Signals> {
  return await new Promise((resolve) => {
    process.on('SIGINT', resolve)
    process.on('SIGTERM', resolve)
    process.on('SIGHUP', resolve)
  })
}
