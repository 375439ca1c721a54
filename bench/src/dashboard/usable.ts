import type { BrowserContext, Page } from 'playwright-core'
import { type Figure, summariseAlone } from '../measure.ts'
import type { OurServer } from '../ours/server.ts'
import { alternate } from '../rounds.ts'
import { newContext } from './chromium.ts'
import type { Subject } from './subject.ts'

declare global {
  interface Window {
    /** ms from the beginning of the navigation until the board was usable. */
    boardUsable: Promise<number>
  }
}

/** With nothing in the cache, then again with everything in it. */
export async function timeUsable(subject: Subject): Promise<Figure[]> {
  const rounds = await alternate(subject.context, { times: () => timesOf(subject) })
  const target = { bound: 'at most', value: 1000 } as const
  const figure = (name: string, key: 'cold' | 'warm') =>
    summariseAlone(
      name,
      'ms',
      rounds.map(({ times }) => times[key]),
      target,
    )
  return [figure('board usable, nothing cached', 'cold'), figure('board usable, cached', 'warm')]
}

async function timesOf({ browser, session, server }: Subject) {
  const context = await newContext(browser, session)
  const page = await openBoard(context, server)
  const cold = await usable(page)
  // Chromium keeps compiled code from the second load on.
  await load(page, server)
  await load(page, server)
  const warm = await usable(page)
  await context.close()
  return { cold, warm }
}

/** The board in a page of its own, once it is usable. */
export async function openBoard(context: BrowserContext, server: OurServer): Promise<Page> {
  await context.addInitScript(watchUse)
  const page = await context.newPage()
  await load(page, server)
  return page
}

async function load(page: Page, server: OurServer): Promise<void> {
  await page.goto(server.url, { waitUntil: 'commit' })
  await usable(page)
}

const usable = (page: Page) => page.evaluate(() => window.boardUsable)

/**
 * Runs in the page before anything of its own: cards are painted, then New Task is clicked and its
 * dialog is painted. By the page's own clock, which begins with the navigation.
 */
function watchUse(): void {
  const nextFrame = () => new Promise((done) => requestAnimationFrame(done))
  const painted = async () => {
    await nextFrame()
    await new Promise((done) => setTimeout(done))
  }
  const appears = async (selector: string) => {
    while (!document.querySelector(selector)) await nextFrame()
    await painted()
  }
  const use = async () => {
    await appears('[data-column] [data-card]')
    performance.mark('bench: cards')
    const buttons = [...document.querySelectorAll('button')]
    buttons.find(({ textContent }) => textContent?.startsWith('New Task'))?.click()
    await appears('[role=dialog]')
    const { startTime } = performance.mark('bench: usable')
    document
      .querySelector('[role=dialog]')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    return startTime
  }
  window.boardUsable = use()
}
