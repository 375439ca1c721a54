/** Many tabs of one browser over HTTP/1.1, which has six connections for all of them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitForTask } from '@mission-control/client'
import type { Page } from 'playwright-core'
import { cards, column } from '../setup/board.ts'
import { PERSON } from '../setup/browser.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { SERVER_AWAY } from '../setup/complaints.ts'
import { freePort } from '../setup/port.ts'
import { startProxy } from '../setup/proxy.ts'
import { startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'
import { finishCommand, runCommand } from '../setup/tasks.ts'

const TABS = 8
/** What a tab misses: as little as an event, and more than is kept for one that is away. */
const MISSED = [
  ['echo cold', 'echo cold'],
  ['echo icy', "head -c 12000000 /dev/zero | tr '\\0' x; echo icy"],
] as const
/** What the console says while the server is away, or the session is over. */
const AWAY = [...SERVER_AWAY, /\b401\b/]

const browser = await startChromium(wholeFile)
const port = await freePort()
let server = await startServer(wholeFile, { PORT: port })
const { desktopId } = server
const url = await startProxy(wholeFile, server.url, '/mission')

// For all tests: a tab takes a second of the processor to open.
const first = await openSignedIn(wholeFile, browser, { ...server, url }, '/', { expected: AWAY })
const others = Array.from({ length: TABS - 1 }, () => first.context().newPage())
let tabs = [first, ...(await Promise.all(others))]
const all = async (look: (tab: Page) => Promise<unknown>) => await Promise.all(tabs.map(look))

test('eight tabs are live at once, and what is decided in the eighth is decided', async () => {
  await all((tab) => tab.goto(`${url}/`))
  await all((tab) => tab.getByText('Live', { exact: true }).waitFor())
  const { id } = await runCommand(server, 'echo eight', { requiresApproval: true })
  await all((tab) => cards(tab, 'Review', 'echo eight').waitFor())
  await cards(tabs[7]!, 'Review', 'echo eight').getByRole('button', { name: 'Approve' }).click()
  await waitForTask(server.client, id, { until: ['done'] })
  await all((tab) => cards(tab, 'Done', 'echo eight').waitFor())
})

test('whichever tab is closed, the others miss nothing; one that is loaded anew neither', async () => {
  await Promise.all(tabs.slice(0, 5).map((tab) => tab.close()))
  tabs = tabs.slice(5)
  await finishCommand(server, 'echo nine')
  await all((tab) => cards(tab, 'Done', 'echo nine').waitFor())
  await tabs[1]!.reload()
  await cards(tabs[1]!, 'Done', 'echo nine').waitFor()
  await finishCommand(server, 'echo ten')
  await all((tab) => cards(tab, 'Done', 'echo ten').waitFor())
})

test('they all come back after a restart of the server', async () => {
  await server.stop()
  await all((tab) => tab.getByText('Disconnected since').waitFor())
  server = await startServer(wholeFile, { PORT: port }, server.dataDir)
  await finishCommand({ client: server.client, desktopId }, 'echo again')
  await all((tab) => cards(tab, 'Done', 'echo again').waitFor())
})

test('a frozen tab holds up no other, and is at the present when it goes on, however much it has missed', async () => {
  const [frozen, ...awake] = tabs
  const cdp = await frozen!.context().newCDPSession(frozen!)
  // A browser without a screen freezes no tab of itself.
  await cdp.send('Debugger.enable')
  for (const [name, content] of MISSED) {
    const stopped = new Promise((done) => cdp.once('Debugger.paused', done))
    await cdp.send('Debugger.pause')
    await finishCommand({ client: server.client, desktopId }, content)
    await Promise.all(awake.map((tab) => cards(tab, 'Done', name).waitFor()))
    await stopped
    await cdp.send('Debugger.resume')
    await cards(frozen!, 'Done', name).waitFor()
  }
  await finishCommand({ client: server.client, desktopId }, 'echo thawed')
  await all((tab) => cards(tab, 'Done', 'echo thawed').waitFor())
})

test('who signs out in one tab is asked in the others, until somebody has signed in again in any', async () => {
  const [left, ...asked] = tabs
  await left!.getByRole('button', { name: /^Account/ }).click()
  await left!.getByRole('menuitem', { name: 'Sign out' }).click()
  for (const tab of asked) await tab.getByRole('dialog', { name: 'Sign in' }).waitFor()
  await finishCommand({ client: server.client, desktopId }, 'echo meanwhile')
  const [tab] = asked
  await tab!.getByLabel('Password', { exact: true }).fill(PERSON.password)
  await tab!.keyboard.press('Enter')
  await all((each) => cards(each, 'Done', 'echo meanwhile').waitFor())
})

test('a browser of somebody else hears nothing of it', async (t) => {
  const other = await startServer(t)
  const elsewhere = await openSignedIn(t, browser, other)
  await elsewhere.getByText('Live', { exact: true }).waitFor()
  await finishCommand({ client: server.client, desktopId }, 'echo here')
  await finishCommand(other, 'echo elsewhere')
  await all((tab) => cards(tab, 'Done', 'echo here').waitFor())
  await cards(elsewhere, 'Done', 'echo elsewhere').waitFor()
  assert.equal(await column(elsewhere, 'Done').getByRole('article').count(), 1)
})

test('who signs in next in the same browser sees and hears nothing of who was there before', async (t) => {
  const eve = 'eve@example.org'
  const theirs = await addStranger(server, eve)
  const page = await openSignedIn(t, browser, server, '/', { expected: [...AWAY, /\b404\b/] })
  const { id } = await finishCommand(server, 'echo of Ada')
  await cards(page, 'Done', 'echo of Ada').waitFor()
  const other = await page.context().newPage()
  await other.goto(`${server.url}/tasks/${id}`)
  await other.getByText('echo of Ada').first().waitFor()
  await leaveDraft(page, 'of Ada')

  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await other.getByRole('dialog', { name: 'Sign in' }).waitFor()
  await page.getByLabel('E-mail').waitFor()
  await signIn(page, eve)
  await page.getByText('Live', { exact: true }).waitFor()
  await other.getByText('There is no such task.').waitFor()
  await finishCommand({ client: server.client, desktopId }, 'echo later of Ada')
  const desktop = await theirs.desktops.create({ name: 'theirs' })
  await theirs.tasks.create({ type: 'command', content: 'echo of Eve', desktopId: desktop.id })
  await cards(page, 'Pending', 'echo of Eve').waitFor()
  for (const tab of [page, other]) assert.doesNotMatch(await everythingIn(tab), /of Ada/)
  await leaveDraft(page, 'of Eve')

  // Their session ends; somebody else signs in where they are asked to.
  await page.evaluate(() => fetch('/api/auth/sign-out', { method: 'POST' }))
  await page.getByRole('dialog', { name: 'Sign in' }).waitFor()
  await signIn(page, PERSON.email)
  await cards(page, 'Done', 'echo later of Ada').waitFor()
  await other.getByText('echo of Ada').first().waitFor()
  for (const tab of [page, other]) assert.doesNotMatch(await everythingIn(tab), /of Eve/)
})

test('a decision shows as being sent until the server has answered, and leaving meanwhile asks first', async (t) => {
  const page = await openSignedIn(t, browser, server)
  const { id } = await runCommand(server, 'echo slowly', { requiresApproval: true })
  const card = cards(page, 'Review', 'echo slowly')
  await card.waitFor()
  const held = Promise.withResolvers<void>()
  await page.route('**/review', async (route) => {
    await held.promise
    await route.continue()
  })
  await card.getByRole('button', { name: 'Approve' }).click()
  await card.getByText('sending …').waitFor()
  await page.getByText('Sending one change …').waitFor()
  assert.equal((await server.client.tasks.get(id)).status, 'review')
  const asked = page.waitForEvent('dialog')
  const closing = page.close({ runBeforeUnload: true })
  const dialog = await asked
  assert.equal(dialog.type(), 'beforeunload')
  await dialog.dismiss()
  await closing
  assert.equal(await cards(page, 'Done', 'echo slowly').count(), 0)
  held.resolve()
  await cards(page, 'Done', 'echo slowly').waitFor()
  await page.getByText('Sending one change …').waitFor({ state: 'detached' })
  assert.equal((await server.client.tasks.get(id)).status, 'done')
})

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PERSON.password)
  await page.keyboard.press('Enter')
}

/** Of a task and, as if there were an agent, of a message to it. */
async function leaveDraft(page: Page, whose: string): Promise<void> {
  await page.keyboard.press('n')
  const command = page.getByRole('dialog').getByRole('textbox', { name: 'Command' })
  assert.equal(await command.inputValue(), '')
  await command.fill(`echo draft ${whose}`)
  await page.keyboard.press('Escape')
  await command.waitFor({ state: 'detached' })
  await page.evaluate((text) => localStorage.setItem('mission-control.chat.desktop', text), whose)
}

/** What is shown, and what is kept. */
async function everythingIn(page: Page): Promise<string> {
  const kept = await page.evaluate(() => JSON.stringify(localStorage))
  return kept + (await page.locator('body').innerText())
}
