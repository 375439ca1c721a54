import type { Bench } from './bench.ts'
import { setUp, startChromium } from './dashboard/chromium.ts'
import { fillBoard } from './dashboard/fill-board.ts'
import { firstLoad } from './dashboard/first-load.ts'
import { weighHeap } from './dashboard/heap.ts'
import { timeEvents } from './dashboard/long-tasks.ts'
import { timeScrolling } from './dashboard/scrolling.ts'
import { timeUsable } from './dashboard/usable.ts'
import { OURS_SETUP, startServer } from './ours/server.ts'
import { temporaryFolder } from './places.ts'

export const dashboard: Bench = {
  id: 'dashboard',
  title: 'the board in Chromium: first load, usable, scrolling, 50 events a second, memory',
  rounds: 5,
  run: async (context) => {
    using folder = temporaryFolder('dashboard')
    await using server = await startServer(context, folder.path)
    await using browser = await startChromium()
    const session = await setUp(browser, server)
    context.say('filling the board')
    await fillBoard(server)
    const subject = { context, server, browser, session }
    const usable = await timeUsable(subject)
    const { figures, files } = await firstLoad(subject)
    return {
      measures: [
        ...usable,
        ...figures,
        ...(await timeScrolling(subject)),
        ...(await timeEvents(subject)),
        ...(await weighHeap(subject)),
      ],
      detail: { chromium: browser.version(), files },
      how: `${OURS_SETUP}; somebody signed in by the link that it prints; 10,000 tasks done by running them, 100 each pending, failed, cancelled and in review. Chromium without a screen, 1440 × 900, on the same machine. Usable: cards are painted, then New Task is clicked and its dialog is painted, by the page's own clock from the beginning of the navigation. Files: all that is asked for until then and a second longer, as the server sends them. Scrolling: 120 px further in every frame for 5 s a round, down the column of done tasks, of which pages of 200 come on the way; times from one requestAnimationFrame to the next, which are 16.7 ms at 60 Hz. Events: tasks created, cancelled and deleted by single calls for 20 s, one call in ten runs a command that prints twice; tasks over 50 ms as PerformanceObserver tells them, from a second after the page is usable. Memory: after two collections, tasks created 300 at a time, cancelled and deleted as fast as the server does it, once the page shows a task made after all of them.`,
    }
  },
}
