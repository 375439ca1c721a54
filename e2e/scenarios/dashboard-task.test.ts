/** The page of one task: reached by its address, judged, left, gone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { cards } from '../setup/board.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { sampled } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, runCommand, untilThere } from '../setup/tasks.ts'

const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile)

const panel = (page: Page) => page.locator('[data-panel]')
const decision = (page: Page) => page.getByRole('region', { name: 'Waiting for your decision' })
const feedback = (page: Page) => decision(page).getByRole('textbox')
const toReview = (command: string) => finishCommand(server, command, { requiresApproval: true })
const open = (t: Parameters<typeof openSignedIn>[0], id: string, options = {}) =>
  openSignedIn(t, browser, server, `/tasks/${id}`, options)

test('a task has an address of its own, with its output and its facts', async (t) => {
  const { id } = await finishCommand(server, 'echo deep link; echo second line; exit 3')
  const page = await open(t, id)
  await panel(page).getByRole('heading', { name: 'echo deep link' }).waitFor()
  await panel(page).getByText('deep link', { exact: true }).waitFor()
  await panel(page).getByText('Failed: exit 3').waitFor()
  await panel(page).getByText('Read the end of the output').waitFor()
  assert.match(await page.title(), /^echo deep link/)
})

test('a result is approved with a note, which is kept over a reload', async (t) => {
  const { id } = await toReview('echo all is well')
  const page = await open(t, id)
  await decision(page)
    .getByText(/^The command finished just now\./)
    .waitFor()
  await feedback(page).fill('Looks good')
  await page.reload()
  assert.equal(await feedback(page).inputValue(), 'Looks good')
  await decision(page).getByRole('button', { name: 'Approve' }).click()
  await panel(page).getByText('by you').waitFor()
  await decision(page).waitFor({ state: 'detached' })
  const { status, feedback: note } = await server.client.tasks.get(id)
  assert.deepEqual({ status, note }, { status: 'done', note: 'Looks good' })
})

test('a result is rejected by its key; typing a note is no key', async (t) => {
  const { id } = await toReview('echo not this')
  const page = await open(t, id)
  await feedback(page).pressSequentially('A R a')
  assert.equal((await server.client.tasks.get(id)).status, 'review')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+R')
  await panel(page).getByText('Failed: rejected').waitFor()
  const { status, feedback: note } = await server.client.tasks.get(id)
  assert.deepEqual({ status, note }, { status: 'failed', note: 'A R a' })
})

test('it opens from its card by keyboard, moves on with J, and gives the focus back', async (t) => {
  const { client, desktopId } = server
  const ids: string[] = []
  for (const content of ['echo older', 'echo newer']) {
    ids.unshift((await client.tasks.create({ type: 'command', content, desktopId })).id)
  }
  const page = await openSignedIn(t, browser, server)
  await cards(page, 'Pending', 'echo newer').getByRole('link').focus()
  await page.keyboard.press('Enter')
  await panel(page).getByRole('heading', { name: 'echo newer' }).waitFor()
  assert.ok(await page.evaluate(() => document.activeElement?.closest('[data-panel]')))

  await page.keyboard.press('j')
  await panel(page).getByRole('heading', { name: 'echo older' }).waitFor()
  assert.equal(new URL(page.url()).pathname, `/tasks/${ids[1]}`)

  await page.keyboard.press('Escape')
  await panel(page).waitFor({ state: 'detached' })
  await page.waitForFunction(
    (id) => document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset.card === id,
    ids[1],
  )
})

test('it is run and cancelled where it is open', async (t) => {
  const { client, desktopId } = server
  const content = `echo begun; ${untilThere('never')}`
  const { id } = await client.tasks.create({ type: 'command', content, desktopId })
  const page = await open(t, id)
  await panel(page).getByText('This task hasn’t run yet.').waitFor()
  await page.keyboard.press('r')
  await panel(page).getByText('begun', { exact: true }).waitFor()
  await page.keyboard.press('c')
  await page.getByRole('dialog', { name: 'Stop this running task?' }).getByText('Stop task').click()
  assert.equal((await ended(client, id)).status, 'cancelled')
  await panel(page).getByRole('button', { name: 'Run again', exact: true }).waitFor()
})

test('one that is deleted elsewhere says so; one that never was, too', async (t) => {
  const { id } = await finishCommand(server, 'echo soon gone')
  const page = await open(t, id, { expected: [/404/] })
  await panel(page).getByText('soon gone', { exact: true }).waitFor()
  await server.client.tasks.delete(id)
  await panel(page).getByRole('heading', { name: 'This task was deleted.' }).waitFor()
  await panel(page).getByRole('button', { name: 'Go to the board' }).click()
  await panel(page).waitFor({ state: 'detached' })
  await page.goto(`${server.url}/tasks/task_nope`)
  await panel(page).getByRole('heading', { name: 'There is no such task.' }).waitFor()
})

test('a command can’t pass for another one', async (t) => {
  const { id } = await runCommand(server, 'echo "user\u202e" # \u2066harmless\u2069')
  const page = await open(t, id)
  const title = await panel(page).getByRole('heading', { name: /^echo/ }).innerText()
  assert.equal(title, 'echo "user⟨U+202E⟩" # ⟨U+2066⟩harmless⟨U+2069⟩')
})

const LOOKS = [
  ['light', 1440, 900],
  ['dark', 1440, 900],
  ['light', 390, 844],
] as const

for (const [colorScheme, width, height] of sampled(LOOKS, 1)) {
  test(`everybody can use it: ${colorScheme}, ${width} px wide`, async (t) => {
    const colours = [...Array(256).keys()].map((n) => `\\033[38;5;${n}m${n}\\033[48;5;${n}m${n}`)
    const { id } = await toReview(`printf '${colours.join('\\033[0m\\n')}\\033[0m\\n'; echo x >&2`)
    const page = await open(t, id, { colorScheme, viewport: { width, height } })
    await panel(page).locator('[data-line]').first().waitFor()
    await glanceForViolations(page)
    await panel(page).getByRole('tab', { name: 'Details' }).click()
    await glanceForViolations(page)
  })
}
