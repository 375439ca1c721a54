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
      detail: { files },
      how: `${OURS_SETUP}.`,
    }
  },
}
