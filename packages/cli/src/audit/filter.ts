/** The query that the options stand for. */
export function filterOf(options: Record<string, string | undefined>) {
  const { actor, action, target, outcome, after, before } = options
  return { actor, action, target, outcome, after, before }
}
