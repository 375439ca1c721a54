/** What is shown stays true: with another window, a restarted server, a laptop that has slept. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { cards, choose, column } from '../setup/board.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { SERVER_AWAY } from '../setup/complaints.ts'
import { inDatabase } from '../setup/database.ts'
import { freePort } from '../setup/port.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const AWAY = [...SERVER_AWAY, /ERR_INTERNET_DISCONNECTED/]

const browser = await startChromium(wholeFile)
/** For the tests that leave the server alone. */
const server = await startServer(wholeFile)

const banner = (page: Page) => page.getByText('Disconnected since')

test('two windows stay in step', async (t) => {
  const one = await openSignedIn(t, browser, server)
  const other = await openSignedIn(t, browser, server)
  await runCommand(server, 'echo ready', { requiresApproval: true })
  await cards(one, 'Review', 'echo ready').waitFor()
  await cards(other, 'Review', 'echo ready').waitFor()

  await cards(one, 'Review', 'echo ready').getByRole('button', { name: 'Approve' }).click()
  await cards(other, 'Done', 'echo ready').waitFor()
  assert.equal(await cards(other, 'Review', 'echo ready').count(), 0)

  await choose(other, cards(other, 'Done', 'echo ready'), /^Delete$/)
  await other.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await cards(one, 'Done', 'echo ready').waitFor({ state: 'detached' })
  await one.getByRole('button', { name: 'Done 0' }).waitFor()
})

test('a server that is killed and restarted under an open page: it says so, then catches up', async (t) => {
  const port = await freePort()
  const first = await startServer(t, { PORT: port })
  const page = await openSignedIn(t, browser, first, '/', { expected: AWAY })
  // What is printed before that isn't told any more.
  await page.getByRole('status').getByText('Live').waitFor()
  await runCommand(first, `echo begun; ${untilThere('go')}; echo over`)
  await cards(page, 'Running', 'echo begun').getByText('begun', { exact: true }).waitFor()

  first.program.child.kill('SIGKILL')
  await first.program.exited
  await banner(page).waitFor()

  const second = await startServer(t, { PORT: port }, first.dataDir)
  await finishCommand({ client: second.client, desktopId: first.desktopId }, 'touch go')
  await cards(page, 'Done', 'echo begun').waitFor()
  await banner(page).waitFor({ state: 'detached' })
})

test('a laptop that has slept catches up by its cursor', async (t) => {
  const page = await openSignedIn(t, browser, server, '/', { expected: AWAY })
  await column(page, 'Done').waitFor()
  await page.context().setOffline(true)
  await server.client.tasks.createBatch({
    tasks: Array.from({ length: 30 }, (_, i) => ({
      type: 'command' as const,
      content: `echo ${i}`,
      desktopId: server.desktopId,
    })),
    run: true,
  })
  await waitFor('all to be done', async () => {
    return (await server.client.overview.get()).tasks.done === 30
  })
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Done 30' }).waitFor()
})

test('a cursor that is too old begins anew, with nothing wrong left on the board', async (t) => {
  const port = await freePort()
  const first = await startServer(t, { PORT: port })
  const page = await openSignedIn(t, browser, first, '/', { expected: AWAY })
  const { id } = await finishCommand(first, 'echo to be deleted')
  await cards(page, 'Done', 'to be deleted').waitFor()
  await first.stop()
  await banner(page).waitFor()

  // An hour later the log doesn't reach back to where the page was.
  await inDatabase(
    first.dataDir,
    `delete from tasks; delete from activity;
      update workspaces set last_activity = last_activity + 1000`,
  )
  const second = await startServer(t, { PORT: port }, first.dataDir)
  await finishCommand({ client: second.client, desktopId: first.desktopId }, 'echo since then')
  await cards(page, 'Done', 'since then').waitFor()
  assert.equal(await page.locator(`[data-card="${id}"]`).count(), 0)
  assert.equal(await column(page, 'Done').getByRole('article').count(), 1)
})

test('without a shared worker, a tab that nobody looks at gives up its stream, and catches up when it is looked at', async (t) => {
  const page = await openSignedIn(t, browser, server)
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedWorker'))
  await page.reload()
  await page.getByText('Live', { exact: true }).waitFor()
  await page.clock.install()
  const ended = page.waitForEvent('requestfailed', (request) => request.url().includes('/stream'))
  await hide(page, true)
  await page.clock.fastForward('01:01')
  await ended

  await finishCommand(server, 'echo unseen')
  assert.equal(await cards(page, 'Done', 'unseen').count(), 0)
  await hide(page, false)
  await cards(page, 'Done', 'unseen').waitFor()
})

/** As if another tab were in front, or this one again. */
async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
}

test('what is first opened while the server is away comes as soon as it is back: a part of a page, a page', async (t) => {
  const port = await freePort()
  const first = await startServer(t, { PORT: port })
  const [board, settings] = [
    await openSignedIn(t, browser, first, '/', { expected: AWAY }),
    await openSignedIn(t, browser, first, '/', { expected: AWAY }),
  ]
  for (const page of [board, settings]) await page.getByRole('status').getByText('Live').waitFor()
  first.program.child.kill('SIGKILL')
  await first.program.exited
  for (const page of [board, settings]) await banner(page).waitFor()
  await board.getByRole('tab', { name: 'Metrics' }).click()
  await board.keyboard.press('?')
  await settings.getByRole('link', { name: 'Settings' }).click()

  await startServer(t, { PORT: port }, first.dataDir)
  await board.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await board.keyboard.press('Escape')
  await board.getByRole('region', { name: 'Load' }).waitFor()
  await settings.getByRole('heading', { level: 1, name: 'Task Approval' }).waitFor()
})
