/** What of the options the server is asked by. */
export function filterOf(options: Record<string, string | undefined>) {
  const { actor, action, target, outcome, after, before } = options
  return { actor, action, target, outcome, after, before }
}
