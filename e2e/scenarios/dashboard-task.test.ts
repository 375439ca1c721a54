/** The page of one task: reached by its address, judged, left, gone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { cards } from '../setup/board.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { startDesktop } from '../setup/runner.ts'
import { sampled } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'

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

/** What is told after these words, in ms, lies between; it is written to a tenth of a second, or a second. */
function assertTold(told: string, words: RegExp, least: number, most: number): void {
  const [, length = ''] = new RegExp(`${words.source}\\s+((?:[\\d.]+ [hms] ?)+)`).exec(told) ?? []
  const ms = [...length.matchAll(/([\d.]+) ([hms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * { h: 3_600_000, m: 60_000, s: 1000 }[unit!]!,
    0,
  )
  const inexact = length.includes('.') ? 50 : 1000
  assert.ok(
    length !== '' && ms >= least - inexact && ms <= most + inexact,
    `${least} ${most}: ${told}`,
  )
}

test('queued, ran and waited are told on card, page, approvals and activity as the commands wrote it', async (t) => {
  const { client } = server
  const name = `${'long-'.repeat(18)}the end`
  const { desktop } = await startDesktop(t, server, name, { MISSION_CONTROL_CONCURRENCY: '1' })
  const where = { client, desktopId: desktop.id }
  const first = await runCommand(where, 'sleep 1; date +%s%3N')
  const { id } = await runCommand(where, 'date +%s%3N; sleep 0.6; date +%s%3N', {
    requiresApproval: true,
  })
  const { startedAt, reviewStartedAt } = await ended(client, id)
  const [accepted, judged] = [Date.parse(startedAt!), Date.parse(reviewStartedAt!)]
  const wrote = async (id: string) =>
    `${await outputOf(client, id)}`.trim().split('\n').map(Number) as [number, number]
  const [free] = await wrote(first.id)
  const [began, over] = await wrote(id)
  const queued = [free - accepted, began - accepted] as const
  const ran = [over - began, judged - free] as const

  const page = await openSignedIn(t, browser, server)
  const card = cards(page, 'Review', 'sleep 0.6')
  await card.getByText('·').waitFor()
  assertTold(await card.innerText(), /the end(?:\n|.)*?/, ...ran)
  assert.match((await card.locator('time').getAttribute('title'))!, /20\d\d.*\d\d:\d\d:\d\d/)
  // A name without room loses its middle.
  const [whole, end] = [card.getByTitle(name), card.getByTitle(name).getByText('ng-the end')]
  const [box, tail] = [await whole.boundingBox(), await end.boundingBox()]
  assert.ok(tail!.width > 0 && tail!.x + tail!.width <= box!.x + box!.width + 1)

  for (const path of [`/tasks/${id}`, '/approvals']) {
    await page.goto(server.url + path)
    await panel(page).getByText('Waits for').locator('visible=true').waitFor()
    const told = await panel(page).innerText()
    assertTold(told, /Queued/, ...queued)
    assertTold(told, /Ran/, ...ran)
  }
  const before = Date.now()
  await client.tasks.review(id, { decision: 'approve' })
  const waited = [before - judged, Date.now() - judged] as const
  await page.goto(`${server.url}/tasks/${id}`)
  await panel(page).getByText('Waited', { exact: true }).waitFor()
  assertTold(await panel(page).innerText(), /Waited/, ...waited)

  await page.goto(`${server.url}/activity`)
  const told = (words: string) => page.getByRole('listitem').filter({ hasText: words }).innerText()
  const line = /date \+%s%3N; sleep 0\.6; date \+%s%3N/.source
  assertTold(await told('started date'), new RegExp(`${line} after`), ...queued)
  assertTold(await told('sleep 0.6; date +%s%3N in'), new RegExp(`${line} in`), ...ran)
  assertTold(await told('approved date'), new RegExp(`${line} after`), ...waited)
})

/** What the shell says of a command's end, and what that means. */
const ENDS = {
  'no-such-command': ['exit 127', 'PATH'],
  'exit 137': ['exit 137', 'out of memory'],
} as const

test('a failed command’s page says what its exit code means', async (t) => {
  const page = await openSignedIn(t, browser, server)
  for (const [command, [word, means]] of Object.entries(ENDS)) {
    const { id } = await finishCommand(server, command)
    await page.goto(`${server.url}/tasks/${id}`)
    const box = page.getByRole('region', { name: 'Reason' })
    await box.getByText(`Failed: ${word}`).waitFor()
    assert.ok((await box.innerText()).includes(means), command)
  }
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
