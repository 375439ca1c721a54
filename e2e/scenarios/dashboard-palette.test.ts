/** Everything by a few letters, and the sheet of all keys: in a real browser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { cards } from '../setup/board.ts'
import { PERSON } from '../setup/browser.ts'
import { openSignedIn, type PageOptions, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { THEMES } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile)
const { client, desktopId } = server

async function openLive(t: Parameters<typeof openSignedIn>[0], path = '/', options?: PageOptions) {
  const page = await openSignedIn(t, browser, server, path, options)
  await page.getByRole('status').getByText('Live').waitFor()
  return page
}

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search or run a command' })
const option = (page: Page, name: string | RegExp) => palette(page).getByRole('option', { name })

/** Writes into the palette and takes what is first then. */
async function command(page: Page, query: string, first: string | RegExp = query): Promise<void> {
  await page.keyboard.press('Control+k')
  await palette(page).waitFor()
  await page.keyboard.type(query)
  await palette(page).getByRole('option', { name: first, selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await palette(page).waitFor({ state: 'detached' })
}

test('it runs things, and leaves the focus where it belongs', async (t) => {
  const page = await openLive(t)
  await command(page, 'new task', 'New Task')
  const form = page.getByRole('dialog', { name: 'New Task' })
  await form.locator('textarea:focus').waitFor()
  await page.keyboard.type('written at once')
  assert.equal(await form.getByRole('textbox', { name: 'Command' }).inputValue(), 'written at once')
  await page.keyboard.press('Escape')

  await command(page, 'api key', 'Create an API key')
  await page.getByRole('heading', { name: 'API Keys' }).waitFor()
  await page.waitForFunction(() =>
    document.activeElement?.getAttribute('placeholder')?.includes('CI'),
  )

  await command(page, 'add desk', 'Add a desktop')
  await page.getByRole('dialog', { name: /desktop/ }).waitFor()
  await page.keyboard.press('Escape')

  await command(page, 'dark', 'Appearance: Dark')
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark')

  await command(page, 'go approvals', 'Go to Approvals')
  await page.waitForURL('**/approvals')

  // What was used is first the next time.
  await page.keyboard.press('Control+k')
  const recent = palette(page).getByRole('group', { name: 'Recent' }).getByRole('option')
  assert.deepEqual((await recent.allInnerTexts()).slice(0, 2), [
    'Go to Approvals',
    'Appearance: Dark',
  ])
})

test('opened in the same moment in which another dialog closes, it has the focus', async (t) => {
  const page = await openLive(t)
  await page.getByRole('button', { name: 'New Task' }).focus()
  await page.keyboard.press('n')
  await page.getByRole('dialog', { name: 'New Task' }).waitFor()
  await page.evaluate(async () => {
    for (const init of [{ key: 'Escape' }, { key: 'k', ctrlKey: true }]) {
      const event = new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true })
      document.activeElement!.dispatchEvent(event)
      // Time to draw, but not for timers.
      for (let i = 0; i < 10; i++) await null
    }
  })
  await palette(page).waitFor()
  await page.keyboard.type('go desk')
  await option(page, 'Go to Desktops').waitFor()
})

test('it finds tasks by their words and by their id, and desktops', async (t) => {
  const { id } = await finishCommand(server, 'echo needle in a haystack')
  const [desktop] = await client.desktops.list()
  const page = await openLive(t, '/', { expected: [/404/] })
  await command(page, 'haystack needle', /echo needle/)
  await page.getByRole('dialog', { name: 'echo needle in a haystack' }).waitFor()
  assert.equal(new URL(page.url()).pathname, `/tasks/${id}`)

  await command(page, desktop!.name, new RegExp(`^${desktop!.name}`))
  await page.getByRole('heading', { name: desktop!.name }).waitFor()

  // Also one that isn't there any more: its page says so.
  await client.tasks.delete(id)
  await command(page, id, `Open ${id}`)
  await page.waitForURL(`**/tasks/${id}`)
})

test('what it does to a task it does to the one with the focus', async (t) => {
  const task = await client.tasks.create({ type: 'command', content: 'echo focused', desktopId })
  const page = await openLive(t)
  await cards(page, 'Pending', 'echo focused').getByRole('link').focus()
  await page.keyboard.press('Control+k')
  await option(page, /^Run/).waitFor()
  // Only what its status allows.
  assert.equal(await option(page, /^Approve/).count(), 0)
  assert.match(await option(page, /^Run/).innerText(), /R$/)
  await page.keyboard.press('Enter')
  assert.equal((await ended(client, task.id)).status, 'done')
})

test('on the page of approvals it acts on the one that is shown', async (t) => {
  const { id } = await finishCommand(server, 'echo shown', { requiresApproval: true })
  const page = await openLive(t, '/approvals')
  await page.getByRole('heading', { name: 'echo shown' }).waitFor()
  await command(page, 'approve', /^Approve/)
  await waitFor('the approval', async () => (await client.tasks.get(id)).status === 'done')
})

test('Escape closes it and gives the focus back', async (t) => {
  await client.tasks.create({ type: 'command', content: 'echo before', desktopId })
  const page = await openLive(t)
  const card = cards(page, 'Pending', 'echo before').getByRole('link')
  await card.focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('x')
  await page.keyboard.press('Escape')
  await palette(page).waitFor({ state: 'detached' })
  assert.ok(await card.evaluate((element) => element === document.activeElement))
})

test('it is fetched when it is wanted; what is written meanwhile is not lost, and does nothing', async (t) => {
  const task = await client.tasks.create({ type: 'command', content: 'echo untouched', desktopId })
  const page = await openSignedIn(t, browser, server, '/')
  const asked: string[] = []
  const arrived = Promise.withResolvers<void>()
  await page.route(/\/assets\/palette-.*\.js$/, async (route) => {
    asked.push(route.request().url())
    await arrived.promise
    await route.continue()
  })
  await page.reload()
  await cards(page, 'Pending', 'echo untouched').getByRole('link').focus()
  assert.equal(asked.length, 0)
  await page.keyboard.press('Control+k')
  // Each of these letters would do something to the card.
  await page.keyboard.type('carx')
  arrived.resolve()
  await option(page, 'Search all tasks for “carx”').waitFor()
  assert.equal(await palette(page).getByRole('combobox').inputValue(), 'carx')
  assert.equal((await client.tasks.get(task.id)).status, 'pending')
  assert.equal(asked.length, 1)
})

test('over a form it stays closed', async (t) => {
  const page = await openLive(t)
  await page.keyboard.press('n')
  await page.getByRole('dialog', { name: 'New Task' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('it signs out', async (t) => {
  const page = await openLive(t, '/', { expected: [/401/] })
  await command(page, 'log out', 'Sign out')
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  const left = await page.evaluate(() => Object.keys(localStorage).join())
  assert.doesNotMatch(left, /draft|recent/)
  assert.equal(await page.getByText(PERSON.email).count(), 0)
})

test('the box in the header opens it, with a pointer or a finger', async (t) => {
  for (const options of [{}, { viewport: { width: 390, height: 844 }, hasTouch: true }]) {
    const page = await openLive(t, '/', options)
    await page.getByRole('button', { name: 'Search or run a command' }).click()
    await option(page, 'Go to Desktops').click()
    await page.getByRole('heading', { name: 'Desktops' }).waitFor()
  }
})

test('the sheet lists the keys and closes by one Escape', async (t) => {
  const page = await openLive(t)
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await sheet.waitFor()
  for (const [what, key] of [
    ['New Task', 'N'],
    ['Search or run a command', 'Ctrl K'],
    ['Reject', 'Shift R'],
    ['Next', 'J'],
  ]) {
    const row = sheet.locator('dl > div').filter({ hasText: what! })
    assert.match(await row.first().innerText(), new RegExp(key!))
  }
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
})

for (const colorScheme of THEMES) {
  test(`the palette and the sheet are accessible when they are ${colorScheme}`, async (t) => {
    const page = await openLive(t, '/', { colorScheme })
    await page.keyboard.press('Control+k')
    await option(page, 'Go to Board').waitFor()
    await glanceForViolations(page)
    await page.keyboard.type('zzz')
    await option(page, 'Search all tasks for “zzz”').waitFor()
    await glanceForViolations(page)
    await page.keyboard.press('Escape')
    await palette(page).waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await glanceForViolations(page)
  })
}
