import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure, summariseAlone } from '../measure.ts'
import { newContext } from './chromium.ts'
import { framesOf } from './frames.ts'
import { steadyEvents } from './steady-events.ts'
import type { Subject } from './subject.ts'
import { openBoard } from './usable.ts'

const EVENTS_PER_SECOND = 50
/** So many more are sent, since a few calls always come late. */
const MARGIN = 2
const SECONDS = 20

interface Busy {
  /** Tasks of over 50 ms on the page's main thread, which is what a browser calls long; in ms. */
  longTasks: number[]
  /** Times between a frame and the next, in ms. */
  intervals: number[]
}

/** What the page's main thread goes through while events come, from a second after the load. */
export async function timeEvents({ browser, session, server }: Subject): Promise<Figure[]> {
  const context = await newContext(browser, session)
  const page = await openBoard(context, server)
  await sleep(1000)
  const watch = await page.evaluateHandle(watchPage)
  const events = await steadyEvents(server, EVENTS_PER_SECOND + MARGIN, SECONDS)
  const { longTasks, intervals } = await watch.evaluate((stop) => stop())
  await context.close()
  const atMost = (value: number) => ({ bound: 'at most', value }) as const
  return [
    summariseAlone('tasks over 50 ms', 'tasks', [longTasks.length], atMost(0)),
    summariseAlone('longest of them', 'ms', [Math.max(0, ...longTasks)]),
    summariseAlone('longest frame then', 'ms', [Math.max(...intervals)]),
    summariseAlone('frames dropped then', 'per second', [framesOf(intervals).droppedPerSecond]),
    summariseAlone('events then', 'per second', [events / SECONDS], {
      bound: 'at least',
      value: EVENTS_PER_SECOND,
    }),
  ]
}

/** Returns what ends the watch. */
function watchPage(): () => Busy {
  const busy: Busy = { longTasks: [], intervals: [] }
  const observer = new PerformanceObserver((list) => add(list.getEntries()))
  const add = (entries: PerformanceEntryList) =>
    busy.longTasks.push(...entries.map(({ duration }) => duration))
  observer.observe({ type: 'longtask' })
  let last = 0
  let frame = requestAnimationFrame(function onFrame(now) {
    if (last > 0) busy.intervals.push(now - last)
    last = now
    frame = requestAnimationFrame(onFrame)
  })
  return () => {
    cancelAnimationFrame(frame)
    add(observer.takeRecords())
    observer.disconnect()
    return busy
  }
}
