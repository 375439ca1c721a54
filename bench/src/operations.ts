/** Something that is timed; `lane` tells apart what is in flight at once, from 0. */
export type Operation = (lane: number) => Promise<void>

/** Runs it `count` times, one after another. The time of each, in ms. */
export async function timeEach(operation: Operation, count: number): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < count; index++) {
    const start = performance.now()
    await operation(0)
    times.push(performance.now() - start)
  }
  return times
}

/** Runs it `count` times in `lanes` lanes; how many a second that were. */
export async function ratePerSecond(
  operation: Operation,
  lanes: number,
  count: number,
): Promise<number> {
  const start = performance.now()
  let left = count
  const work = async (_: unknown, lane: number) => {
    while (left-- > 0) await operation(lane)
  }
  await Promise.all(Array.from({ length: lanes }, work))
  return (count / (performance.now() - start)) * 1000
}
