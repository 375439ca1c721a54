/** Characters of a long text, and of the one that it is compared with. */
const LONG = 32 * 1024
const SHORT = LONG / 8
/** Below it, in ms of processor time, nobody waits for anything. */
const NOISE = 20
/** Eight times as long takes 8 times as long, or 64 times where time is quadratic … */
const TOO_MUCH = 24
/** … and twice as long twice, or 4 times. */
const STILL_TOO_MUCH = 3

/**
 * Whether the work takes more time than in proportion to its text. It is judged by how time grows, not
 * by how long it is, and twice: neither a busy machine nor a full heap makes linear work quadratic.
 */
export function growsTooMuch(work: (text: string) => unknown, unit: string): boolean {
  const time = (length: number) => {
    const text = unit.repeat(Math.ceil(length / unit.length))
    const before = process.threadCpuUsage()
    work(text)
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1000
  }
  const least = (length: number) => Math.min(time(length), time(length), time(length))
  if (time(LONG) < NOISE) return false
  const long = least(LONG)
  if (long < NOISE || long / least(SHORT) < TOO_MUCH) return false
  return least(2 * LONG) / long > STILL_TOO_MUCH
}
