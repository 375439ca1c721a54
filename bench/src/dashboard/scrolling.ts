import type { Page } from 'playwright-core'
import { type Figure, summariseAlone } from '../measure.ts'
import { alternate } from '../rounds.ts'
import { newContext } from './chromium.ts'
import { framesOf } from './frames.ts'
import type { Subject } from './subject.ts'
import { openBoard } from './usable.ts'

/** 7,200 px a second, some 110 cards: nobody reads at that pace, but a fling goes so fast. */
const STEP_PX = 120
const SECONDS = 5

interface Scroll {
  /** Times between a frame and the next, in ms. */
  intervals: number[]
  /** How far down the column it is now, in px. */
  depth: number
  /** Share of the frames in which a card in or near sight was still on its way from the server. */
  waiting: number
}

/** Scrolls the column of done tasks, a step in every frame, each round on from where the last one was. */
export async function timeScrolling({
  context,
  browser,
  session,
  server,
}: Subject): Promise<Figure[]> {
  const pages = await newContext(browser, session)
  const page = await openBoard(pages, server)
  const rounds = await alternate(context, { frames: () => scrollOn(page) })
  await pages.close()
  const figure = (
    name: string,
    unit: string,
    key: keyof (typeof rounds)[number]['frames'],
    target?: { bound: 'at most'; value: number },
  ) =>
    summariseAlone(
      name,
      unit,
      rounds.map(({ frames }) => frames[key]),
      target,
    )
  return [
    figure('frame of scrolling', 'ms', 'averageMs', { bound: 'at most', value: 16.7 }),
    figure('frame of scrolling, p95', 'ms', 'p95Ms'),
    figure('frames dropped by scrolling', 'per second', 'droppedPerSecond'),
    figure('frames that wait for a page of cards', '%', 'waiting'),
  ]
}

async function scrollOn(page: Page) {
  const { intervals, depth, waiting } = await page.evaluate(scroll, {
    step: STEP_PX,
    ms: SECONDS * 1000,
  })
  return { ...framesOf(intervals), waiting: 100 * waiting, depth }
}

function scroll({ step, ms }: { step: number; ms: number }): Promise<Scroll> {
  const column = document.querySelector('[data-column="done"]')
  if (!column) throw new Error('There is no column of done tasks')
  return new Promise((resolve) => {
    const intervals: number[] = []
    let waiting = 0
    let begun = 0
    let last = 0
    const onFrame = (now: number) => {
      if (last > 0) intervals.push(now - last)
      begun ||= now
      last = now
      if (column.querySelector('li[data-row]:not(:has([data-card]))')) waiting++
      if (now - begun > ms) {
        return resolve({ intervals, depth: column.scrollTop, waiting: waiting / intervals.length })
      }
      column.scrollTop += step
      requestAnimationFrame(onFrame)
    }
    requestAnimationFrame(onFrame)
  })
}
