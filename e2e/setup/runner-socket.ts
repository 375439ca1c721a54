/** Connects as the runner of a desktop does; rejects when the server doesn't let it in. */
export async function openRunnerSocket(url: string, credential: string): Promise<WebSocket> {
  const headers = { authorization: `Bearer ${credential}` }
  // Node's own takes headers, which a browser's, whose types these are, doesn't.
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/runners/connect`, {
    headers,
  } as never)
  const { promise, resolve, reject } = Promise.withResolvers<WebSocket>()
  socket.addEventListener('open', () => resolve(socket))
  socket.addEventListener('close', () => {
    reject(new Error('the server did not let the runner in'))
  })
  return await promise
}
