/** Searching all tasks: in a real browser, over what real commands have printed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { glanceForViolations } from '../setup/accessibility.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand } from '../setup/tasks.ts'

const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile)

test('what a command printed is found by a piece of it, with its line; filters are chips, in the address, and can be kept', async (t) => {
  await finishCommand(server, 'seq 3; printf "%s_processes auto\\n" worker')
  await finishCommand(server, 'printf "%s_processes 4\\n" worker >&2; false')
  const page = await openSignedIn(t, browser, server, '/search')
  const results = page.getByRole('region', { name: 'Results' }).getByRole('listitem')
  const field = page.getByRole('searchbox', { name: 'Search all tasks' })

  await field.fill('orker_proc')
  await results.nth(1).waitFor()
  assert.match(await results.nth(1).innerText(), /output, line 4\s+worker_processes auto/)
  await page.getByRole('button', { name: 'Add status:failed' }).click()
  await page.waitForURL(/q=orker_proc(\+|%20)status(%3A|:)failed/)
  await page.getByRole('button', { name: 'Save this search' }).click()
  await results.nth(1).waitFor({ state: 'detached' })
  assert.match(await results.innerText(), /output, line 1\s+worker_processes 4/)
  await glanceForViolations(page)

  await page.getByRole('button', { name: 'Remove status:failed' }).click()
  await results.nth(1).waitFor()
  await page.reload()
  await results.nth(1).waitFor()
  const saved = page.getByRole('navigation', { name: 'Saved searches' })
  await saved.getByRole('link', { name: 'orker_proc status:failed' }).click()
  await results.nth(1).waitFor({ state: 'detached' })
  assert.equal(await field.inputValue(), 'orker_proc status:failed')

  await field.fill('no-such-thing')
  await page.getByText('No results for “no-such-thing”.').waitFor()
  await field.fill('status:broken')
  await page.getByText('status: expected one of pending').waitFor()
  await field.fill('')
  await page.getByRole('button', { name: 'Add in:output' }).click()
  await page.getByText('in: expected words to look for there, got none.').waitFor()
  assert.equal(await results.count(), 0)
})

test('a search that has not looked at everything says how far it is, never that there is nothing', async (t) => {
  const page = await openSignedIn(t, browser, server, '/search')
  const answer = { hits: [], nextCursor: 'next', longOutputs: 0, notIndexed: 3 }
  const lookedBackTo = '2026-03-15T10:00:00.000Z'
  let asked = 0
  await page.route('**/search?**', async (route) => {
    // The first page found nothing within its time; the second is still on its way.
    if (asked++ === 0) await route.fulfill({ json: { ...answer, lookedBackTo } })
  })
  await page.getByRole('searchbox', { name: 'Search all tasks' }).fill('"a" -b')
  await page.getByText(/2026/).waitFor()
  await page.getByText(/3 .*index/).waitFor()
  assert.equal(await page.getByText('No results').count(), 0)
})

test('the key for a search leads to it from every page that has no field of its own', async (t) => {
  const page = await openSignedIn(t, browser, server, '/activity')
  for (const path of ['/activity', '/approvals', '/settings', `/desktops/${server.desktopId}`]) {
    await page.goto(`${server.url}${path}`)
    await page.getByRole('status').getByText('Live').waitFor()
    await page.keyboard.press('/')
    await page.waitForURL('**/search')
    await page.getByRole('searchbox', { name: 'Search all tasks' }).waitFor()
  }
})

test('the palette finds what was printed as well, and leads to all of it', async (t) => {
  const { id } = await finishCommand(server, 'printf "%s-%s\\n" palette needle')
  const page = await openSignedIn(t, browser, server)
  await page.getByRole('status').getByText('Live').waitFor()
  const palette = page.getByRole('dialog', { name: 'Search or run a command' })
  const search = async () => {
    await page.keyboard.press('Control+k')
    await palette.waitFor()
    await page.keyboard.type('palette-needle')
    await palette.getByRole('option', { name: 'palette-needle', exact: false }).nth(1).waitFor()
  }
  await search()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/tasks/${id}`)
  await page.goto(`${server.url}/`)
  await page.getByRole('status').getByText('Live').waitFor()
  await search()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/search?q=palette-needle')
})
