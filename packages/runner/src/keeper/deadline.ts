/** The longest time that a timer takes, in ms: 24.8 days. */
const LONGEST = 2 ** 31 - 1

/**
 * Calls `passed` after `ms` by the clock that only goes forward, whatever the machine's date is set to.
 * Returns the function that calls it off.
 */
export function deadline(ms: number, passed: () => void): () => void {
  const due = performance.now() + ms
  let timer: NodeJS.Timeout
  const wait = () => {
    const left = due - performance.now()
    timer = left > 0 ? setTimeout(wait, Math.min(Math.ceil(left), LONGEST)) : setTimeout(passed)
  }
  wait()
  return () => clearTimeout(timer)
}
