/** The board by mouse and by keyboard: cards, several at once, what can't be done, what is refused. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, test } from 'node:test'
import type { Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { cards, choose, column } from '../setup/board.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startDesktop, startRunner } from '../setup/runner.ts'
import { THEMES } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile)

/** Each begins with an empty board, in a browser of its own. */
beforeEach(async () => {
  const { tasks, approvals } = server.client
  for (const { id, status } of await tasks.list()) {
    if (status === 'pending') await tasks.cancel(id)
    await ended(server.client, id)
  }
  for (const { id } of await approvals.list()) await approvals.resolve(id, { decision: 'reject' })
  for (const { id } of await tasks.list()) {
    await tasks.delete(id)
  }
})

async function create(...contents: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const content of contents) {
    const task = { type: 'command' as const, content, desktopId: server.desktopId }
    ids.push((await server.client.tasks.create(task)).id)
  }
  return ids
}

const ask = (page: Page) => page.getByRole('dialog')
const link = (page: Page, words: string) =>
  page.getByRole('article').getByRole('link', { name: words, exact: true })

for (const colorScheme of THEMES) {
  test(`an empty board teaches, a full one is accessible (${colorScheme})`, async (t) => {
    const page = await openSignedIn(t, browser, server, '/', { colorScheme })
    await page.getByRole('heading', { name: 'Run something' }).waitFor()
    await glanceForViolations(page)
    await page.getByRole('button', { name: 'Try this one' }).click()
    await page.getByRole('dialog', { name: /^for i in 1 2 3/ }).waitFor()
    await page.keyboard.press('c')
    await ask(page).getByRole('button', { name: 'Stop task' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Run something' }).waitFor({ state: 'detached' })

    await finishCommand(server, 'echo fine')
    await finishCommand(server, 'echo out of disk space; exit 3')
    await finishCommand(server, 'echo look at this', { requiresApproval: true })
    await cards(page, 'Failed', 'out of disk space').getByText('exit 3', { exact: true }).waitFor()
    await cards(page, 'Review', 'look at this').waitFor()
    await glanceForViolations(page)
    await page.keyboard.press('n')
    await page.getByRole('dialog', { name: 'New Task' }).waitFor()
    await glanceForViolations(page)
  })
}

test('several are selected by click, range and key, and run, cancelled and deleted together', async (t) => {
  await create('echo 1', 'echo 2', 'sleep 600', 'echo 4')
  const page = await openSignedIn(t, browser, server)
  await link(page, 'echo 4').click({ modifiers: ['Control'] })
  await link(page, 'echo 1').click({ modifiers: ['Shift'] })
  const bar = page.getByRole('toolbar', { name: '4 tasks selected' })
  await bar.waitFor()
  await link(page, 'echo 2').focus()
  await page.keyboard.press('x')
  await page.getByRole('toolbar', { name: '3 tasks selected' }).waitFor()
  await page.getByRole('button', { name: 'Run 3' }).click()
  await cards(page, 'Done', 'echo').nth(1).waitFor()
  await cards(page, 'Running', 'sleep 600').waitFor()
  assert.equal(await cards(page, 'Pending', 'echo 2').count(), 1)

  await page.getByRole('button', { name: 'Cancel 1' }).click()
  await ask(page).getByRole('button', { name: 'Stop task' }).click()
  await page.getByRole('button', { name: 'Show Cancelled, 1' }).waitFor()

  await page.getByRole('button', { name: 'Delete 3' }).click()
  await ask(page).getByText('Delete 3 tasks?').waitFor()
  await ask(page).getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Done 0' }).waitFor()
  const left = await waitFor('three to be deleted', async () => {
    const tasks = await server.client.tasks.list()
    return tasks.length <= 1 && tasks
  })
  assert.deepEqual(
    left.map(({ content }) => content),
    ['echo 2'],
  )
})

test('everything on the board goes by keyboard alone', async (t) => {
  await create('echo older', 'echo newer')
  await finishCommand(server, 'echo judge me', { requiresApproval: true })
  const page = await openSignedIn(t, browser, server)
  await cards(page, 'Pending', 'older').waitFor()
  const focused = () => page.evaluate(() => document.activeElement?.textContent)

  await page.keyboard.press('j')
  await waitFor('the first card to have the focus', async () => (await focused()) === 'echo newer')
  await page.keyboard.press('j')
  await waitFor('the second one', async () => (await focused()) === 'echo older')
  await page.keyboard.press('r')
  await cards(page, 'Done', 'older').waitFor()

  await page.keyboard.press('h')
  await waitFor('the card in review', async () => (await focused()) === 'echo judge me')
  await page.keyboard.press('Shift+R')
  await page.keyboard.type('Not like this')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await cards(page, 'Failed', 'judge me').getByText('“Not like this”').waitFor()
  await cards(page, 'Failed', 'judge me').getByText('rejected').waitFor()

  await page.keyboard.press('/')
  await page.keyboard.type('newer')
  await cards(page, 'Done', 'older').waitFor({ state: 'detached' })
  await cards(page, 'Pending', 'newer').waitFor()
  await page.keyboard.press('Escape')
  await cards(page, 'Done', 'older').waitFor()
})

test('dragging a card does what the move stands for; a column that cannot take it says why', async (t) => {
  await create('echo drag me')
  const page = await openSignedIn(t, browser, server)
  const card = cards(page, 'Pending', 'drag me')
  await card.waitFor()

  await card.hover()
  await page.mouse.down()
  // Empty columns are folded, and take a card all the same.
  const done = page.getByRole('button', { name: 'Show Done, 0' })
  await done.hover()
  await done.hover()
  await page.getByText('Only a task in review can be approved.').waitFor()
  await page.mouse.up()
  assert.equal((await server.client.tasks.list())[0]?.status, 'pending')

  await card.dragTo(page.getByRole('button', { name: 'Show Running, 0' }))
  await cards(page, 'Done', 'drag me').waitFor()
})

test('what the server refuses goes back, with the words of the server', async (t) => {
  const [id = ''] = await create('echo mine')
  const page = await openSignedIn(t, browser, server, '/', { expected: [/409/] })
  await cards(page, 'Pending', 'mine').waitFor()
  // Somebody else was quicker, and this page hasn't heard of it.
  await page.route('**/run', async (route) => {
    await server.client.tasks.cancel(id)
    await route.continue()
  })
  await choose(page, cards(page, 'Pending', 'mine'), /^Run R$/)
  await page.getByText('expected it to be pending, it is cancelled').first().waitFor()
  await page.getByRole('button', { name: 'Show Cancelled, 1' }).waitFor()
})

test('a draft survives a reload, and a blank one is refused in words', async (t) => {
  const page = await openSignedIn(t, browser, server)
  await page.getByRole('button', { name: 'New Task' }).click()
  const form = page.getByRole('dialog', { name: 'New Task' })
  await form.getByRole('button', { name: 'Create', exact: true }).click()
  await form.getByText('Enter what the task should do.').waitFor()
  await form.getByRole('textbox', { name: 'Command' }).fill('echo first\necho second')
  await page.reload()
  await page.getByRole('button', { name: 'New Task' }).click()
  assert.equal(
    await form.getByRole('textbox', { name: 'Command' }).inputValue(),
    'echo first\necho second',
  )
  await page.keyboard.press('Control+Enter')
  await cards(page, 'Done', 'echo first').waitFor()
  await page.getByRole('button', { name: 'New Task' }).click()
  assert.equal(await form.getByRole('textbox', { name: 'Command' }).inputValue(), '')
})

test('HTML, escape sequences and right-to-left tricks are text', async (t) => {
  const evil = '<img src=x onerror=alert(1)> \u202Egnp.exe'
  const page = await openSignedIn(t, browser, server)
  await page.getByRole('status').getByText('Live').waitFor()
  const { id } = await runCommand(
    server,
    `: '${evil}'; printf '\\033]0;x\\007<b>bold</b>\\n'; exit 1`,
  )
  await ended(server.client, id)
  const card = cards(page, 'Failed', 'onerror')
  await card.getByText('<b>bold</b>', { exact: true }).waitFor()
  assert.equal(await page.locator('img, article b').count(), 0)
  const isolated = await card.locator('bdi').first().innerText()
  assert.ok(isolated.includes('<img src=x onerror=alert(1)>'))
})

test('a task is created again, and copied as a line for a shell', async (t) => {
  const page = await openSignedIn(t, browser, server, '/', {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await finishCommand(server, `echo "it's fine"`)
  const done = cards(page, 'Done', 'fine')
  await done.waitFor()
  await choose(page, done, /^Copy as curl$/)
  await page.getByText('Copied as curl').first().waitFor()
  const line = await page.evaluate(() => navigator.clipboard.readText())
  assert.match(line, /^curl -X POST http:\/\/127\.0\.0\.1:\d+\/api\/mission-control\/tasks /)
  assert.ok(line.includes(`it'\\''s fine`), line)
  await choose(page, done, /^Run again$/)
  await done.nth(1).waitFor()
})

for (const reducedMotion of ['no-preference', 'reduce'] as const) {
  const moves = reducedMotion === 'no-preference'
  test(`a card ${moves ? 'moves' : 'does not move'} to its column where motion is ${reducedMotion}`, async (t) => {
    await finishCommand(server, 'echo watch me', { requiresApproval: true })
    const page = await openSignedIn(t, browser, server, '/', { reducedMotion })
    const card = cards(page, 'Review', 'watch me')
    await card.waitFor()
    await page.evaluate(() => {
      const { animate } = Element.prototype
      Element.prototype.animate = function (...args) {
        document.body.dataset.animated = this.tagName
        return animate.apply(this, args)
      }
    })
    await card.getByRole('button', { name: 'Approve' }).click()
    await cards(page, 'Done', 'watch me').waitFor()
    const animated = await page.evaluate(() => document.body.dataset.animated)
    assert.equal(animated, moves ? 'LI' : undefined)
  })
}

test('the last line of a card is the same live and after a reload', async (t) => {
  const go = join(temporaryFolder(t), 'go')
  const name = `${'a-long-name-'.repeat(8)}.tar`
  const { id } = await runCommand(
    server,
    `printf 'copying 12%%\\rcopying 4'; ${untilThere(go)}; printf '5%%\\r'; ${untilThere(`${go}-on`)}; printf '${name} 50%%\\r${name} 99%%\\r'; sleep 600`,
  )
  const page = await openSignedIn(t, browser, server)
  const card = cards(page, 'Running', 'copying')
  const lines = () => card.locator('p').allTextContents()
  await waitFor('what is printed first', async () => (await lines()).includes('copying 4'))
  writeFileSync(go, '')
  await waitFor('all of the line', async () => (await lines()).includes('copying 45%'))
  await page.reload()
  await waitFor('the same line again', async () => (await lines()).includes('copying 45%'))
  // Of a line without room the percentage stays in sight.
  writeFileSync(`${go}-on`, '')
  await waitFor('the newest state', async () => (await lines()).includes(`${name} 99%`))
  const percent = (await card.getByText(/^ ?99%$/).boundingBox())!
  const { x, width } = (await card.boundingBox())!
  assert.ok(percent.width > 0 && percent.x + percent.width < x + width)
  await server.client.tasks.cancel(id)
  await ended(server.client, id)
})

test('a filter filters what is counted, in the address and in step over two windows', async (t) => {
  const [apple] = await create('echo apple', 'echo pear', 'echo apple pie')
  const one = await openSignedIn(t, browser, server)
  await link(one, 'echo pear').waitFor()
  await one.keyboard.press('/')
  await one.getByRole('searchbox', { name: 'Filter tasks' }).fill('apple')
  await one.getByLabel('Pending, 2', { exact: true }).waitFor()
  await waitFor('the address', () => new URL(one.url()).searchParams.get('words') === 'apple')
  const two = await openSignedIn(t, browser, server, '/?words=apple')
  const focused = () => two.evaluate(() => document.activeElement?.textContent)
  await link(two, 'echo apple pie').waitFor()
  await two.getByRole('searchbox', { name: 'Filter tasks' }).blur()
  for (const next of ['echo apple pie', 'echo apple']) {
    await two.keyboard.press('j')
    await waitFor(`${next} to have the focus`, async () => (await focused()) === next)
  }
  await server.client.tasks.run(apple!)
  for (const page of [one, two]) {
    await page.getByLabel('Pending, 1', { exact: true }).waitFor()
    await page.getByLabel('Done, 1', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Show Failed, 0' }).click()
    await page.getByLabel('Failed, 0', { exact: true }).getByText('No tasks match').waitFor()
  }
  await link(two, 'echo apple pie').click()
  await two.getByRole('button', { name: 'Close' }).first().click()
  await waitFor('the kept filter', () => new URL(two.url()).searchParams.get('words') === 'apple')
  await one.getByRole('button', { name: 'Show all tasks' }).click()
  await one.getByLabel('Pending, 2', { exact: true }).waitFor()
  await waitFor('the bare address', () => new URL(one.url()).search === '')
})

test('200 tasks in a queue are counted, and lie below what runs in the order in which they will start', async (t) => {
  const { desktop } = await startDesktop(t, server, 'one at a time', {
    MISSION_CONTROL_CONCURRENCY: '1',
  })
  const where = { client: server.client, desktopId: desktop.id }
  const dir = temporaryFolder(t)
  await runCommand(where, `echo first; until test -e ${dir}/go; do sleep 0.1; done`)
  // One by one: those of one request would be one card.
  const ids: string[] = []
  for (let n = 1; n < 200; n++) {
    const content = `echo queued ${n}.; until test -e ${dir}/go-${n}; do sleep 0.1; done`
    ids.push((await runCommand(where, content)).id)
  }
  t.after(() => Promise.all(ids.map((id) => server.client.tasks.cancel(id))))
  const page = await openSignedIn(t, browser, server)
  await page.getByLabel('Running, 200', { exact: true }).waitFor()
  await page.getByRole('region', { name: 'Overview' }).getByText('199 queued').waitFor()
  const running = column(page, 'Running')
  await running.getByRole('heading', { name: 'Queued, 199' }).waitFor()
  const titles = () => running.getByRole('article').locator('h3').allInnerTexts()
  await waitFor('the order in which they will start', async () => {
    const [first = '', second = '', third = ''] = await titles()
    return /first/.test(first) && /queued 1\./.test(second) && /queued 2\./.test(third)
  })
  writeFileSync(join(dir, 'go'), '')
  await running.getByRole('heading', { name: 'Queued, 198' }).waitFor()
  await waitFor('the next to run', async () => /queued 1\./.test((await titles())[0] ?? ''))
})

test('of a desktop that is away card and page say since when and what will happen, until it is back', async (t) => {
  const runner = await startDesktop(t, server, 'comes back')
  const where = { client: server.client, desktopId: runner.desktop.id }
  const dir = temporaryFolder(t)
  const { id } = await runCommand(where, `until test -e ${dir}/go; do sleep 0.1; done; echo over`)
  const page = await openSignedIn(t, browser, server)
  const card = cards(page, 'Running', 'echo over')
  await card.waitFor()
  runner.program.child.kill('SIGTERM')
  const words = /^Offline since \d\d:\d\d; fails at \d\d:\d\d if it does not come back\.$/
  await card.getByText(words).waitFor()
  await card.getByText('desktop offline').waitFor()
  await card.getByRole('link').first().click()
  const panel = page.locator('[data-panel]')
  await panel.getByText(words).waitFor()

  await startRunner(t, server.url, runner.dir, runner.desktop.credential)
  await panel.getByText(words).waitFor({ state: 'detached' })
  assert.equal(await page.getByText('desktop offline').count(), 0)
  writeFileSync(join(dir, 'go'), '')
  const { status, error } = await ended(server.client, id)
  assert.deepEqual([status, error], ['done', null])
})
