import type { Page } from 'playwright-core'
import { type Figure, summariseAlone } from '../measure.ts'
import type { OurServer } from '../ours/server.ts'
import { newContext } from './chromium.ts'
import { manyEvents } from './many-events.ts'
import type { Subject } from './subject.ts'
import { openBoard } from './usable.ts'

const EARLY = 5_000
const LATE = 100_000

interface Held {
  /** MiB of JavaScript objects after a collection. */
  heap: number
  /** In documents and out of them, as long as something refers to them. */
  nodes: number
  listeners: number
}

/** What the page holds after some events, and after many. */
export async function weighHeap({ context, browser, session, server }: Subject): Promise<Figure[]> {
  const pages = await newContext(browser, session)
  const page = await openBoard(pages, server)
  const early = await manyEvents(server, EARLY, context.signal)
  const before = await heldBy(page, server)
  context.say(`after ${early} events: ${JSON.stringify(before)}`)
  const late = early + (await manyEvents(server, LATE - early, context.signal))
  const after = await heldBy(page, server)
  context.say(`after ${late} events: ${JSON.stringify(after)}`)
  await pages.close()
  const atMost = (value: number) => ({ bound: 'at most', value }) as const
  return [
    summariseAlone('heap grown by 95,000 events', 'MiB', [after.heap - before.heap], atMost(8)),
    summariseAlone('heap after 100,000 events', 'MiB', [after.heap]),
    summariseAlone('the same / after 5,000', '×', [after.heap / before.heap]),
    summariseAlone(
      'DOM nodes after 100,000 / 5,000',
      '×',
      [after.nodes / before.nodes],
      atMost(1.1),
    ),
    summariseAlone(
      'listeners after 100,000 / 5,000',
      '×',
      [after.listeners / before.listeners],
      atMost(1.1),
    ),
  ]
}

/** What the page holds once it shows the present. */
async function heldBy(page: Page, server: OurServer): Promise<Held> {
  await caughtUp(page, server)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  // What a first collection finalises goes with the second.
  for (let round = 0; round < 2; round++) await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  await cdp.detach()
  const value = (name: string) =>
    metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
  return {
    heap: value('JSHeapUsedSize') / 2 ** 20,
    nodes: value('Nodes'),
    listeners: value('JSEventListeners'),
  }
}

/** The page has seen all that has happened so far: also a task that is made now, and its end. */
async function caughtUp(page: Page, { client, desktopId }: OurServer): Promise<void> {
  const { id } = await client.tasks.create({ type: 'command', content: 'echo mark', desktopId })
  const card = page.locator(`[data-card="${id}"]`)
  await card.waitFor({ timeout: 60_000 })
  await client.tasks.cancel(id)
  await card.waitFor({ state: 'detached', timeout: 60_000 })
  await client.tasks.delete(id)
}
