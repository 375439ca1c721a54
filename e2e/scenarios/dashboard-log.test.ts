/** The log of a task in a real browser: live, long, searched, hostile, taken away. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { type Scope, wholeFile } from '../setup/cleanup.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile)

const open = (t: Scope, id: string, options = {}) =>
  openSignedIn(t, browser, server, `/tasks/${id}`, options)
const log = (page: Page) => page.getByRole('region', { name: /^Output, / })
const line = (page: Page, text: string) =>
  log(page).locator('[data-line] :not([aria-hidden])').getByText(text, { exact: true })
const pill = (page: Page) => page.getByRole('button', { name: /^Jump to the end/ })
const go = (file: string) => writeFileSync(join(server.workDir, file), '')

test('it grows while the command prints, also through a cut', async (t) => {
  const steps = [1, 2, 3].map((step) => `echo step ${step}; ${untilThere(`live-${step}`)}`)
  const { id } = await runCommand(server, steps.join('; '))
  const page = await open(t, id, { expected: [/ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE/] })
  await line(page, 'step 1').waitFor()
  go('live-1')
  await line(page, 'step 2').waitFor()
  await page.context().setOffline(true)
  go('live-2')
  await waitFor('step 3 to be printed', async () =>
    `${await outputOf(server.client, id)}`.includes('step 3'),
  )
  await page.context().setOffline(false)
  await line(page, 'step 3').waitFor()
  assert.equal(await log(page).locator('[data-line]').count(), 3)
  go('live-3')
})

test('who scrolls up is left there, and can jump to what is new', async (t) => {
  const { id } = await runCommand(
    server,
    `seq 1 500; ${untilThere('more')}; seq 501 600; ${untilThere('over')}`,
  )
  const page = await open(t, id)
  await line(page, '500').waitFor()
  await log(page).hover()
  await page.mouse.wheel(0, -3000)
  await pill(page).waitFor()
  await line(page, '500').waitFor({ state: 'detached' })
  go('more')
  await page.getByRole('button', { name: 'Jump to the end · 100 new lines' }).click()
  await line(page, '600').waitFor()
  await pill(page).waitFor({ state: 'detached' })
  go('over')
})

test('a line has an address, streams are told apart, groups fold, and the first error is a click away', async (t) => {
  const { id } = await finishCommand(
    server,
    `echo '::group::Install'; seq 1 300; echo '::endgroup::'; echo see https://example.com/docs; echo 'fatal: no disk' >&2; seq 301 600; exit 1`,
  )
  const page = await open(t, id)
  await line(page, '600').waitFor()
  const chosen = log(page).locator('[data-line].bg-selected')
  await page.getByRole('button', { name: 'First error' }).click()
  await chosen.getByText('fatal: no disk').waitFor()
  const { hash } = new URL(page.url())
  assert.match(hash, /^#L\d+$/)

  await page.reload()
  await chosen.getByText('fatal: no disk').waitFor()
  await page.getByLabel('Stream to show').selectOption('stderr')
  assert.equal(await log(page).locator('[data-line]').count(), 1)
  assert.equal(await chosen.locator('button').first().textContent(), hash.slice(2))
  await page.getByLabel('Stream to show').selectOption('')

  await log(page).focus()
  await page.keyboard.press('Home')
  await page.getByRole('button', { name: 'Group at line 1' }).click()
  const link = log(page).getByRole('link', { name: 'https://example.com/docs' })
  assert.equal(await link.getAttribute('href'), 'https://example.com/docs')
  assert.equal(await line(page, '1').count(), 0)
  await log(page).press('Control+f')
  await line(page, '1').waitFor()
})

test('the keyboard goes from one end to the other', async (t) => {
  const { id } = await finishCommand(server, 'seq 1 100000')
  const page = await open(t, id)
  await line(page, '100000').waitFor()
  await log(page).focus()
  await page.keyboard.press('Home')
  await line(page, '1').waitFor()
  await page.keyboard.press('PageDown')
  await page.keyboard.press('End')
  await line(page, '100000').waitFor()
})

test('a search counts, steps in both directions and shows where it is', async (t) => {
  const { id } = await finishCommand(server, 'seq 1 2000; printf "\\033[31mNee\\033[0mdle\\n"')
  const page = await open(t, id)
  await line(page, '2000').waitFor()
  await log(page).focus()
  await page.keyboard.press('Control+f')
  const field = page.getByRole('searchbox', { name: 'Search the output' })
  const result = page.getByRole('search').getByRole('status')
  await field.fill('needle')
  await result.getByText('1 of 1', { exact: true }).waitFor()
  await field.fill('199')
  await result.getByText(/^\d+ of 12$/).waitFor()
  await log(page).focus()
  await page.keyboard.press('Home')
  // The browser may take its time to get there, and would go on over whatever comes meanwhile.
  await waitFor('the beginning', () => log(page).evaluate(({ scrollTop }) => scrollTop === 0))
  await field.fill('nothing like it')
  await result.getByText('No results').waitFor()
  await field.fill('')
  await field.fill('199')
  await result.getByText('1 of 12').waitFor()
  await log(page).locator('[data-mark=current]').getByText('199', { exact: true }).waitFor()
  await field.press('Enter')
  await result.getByText('2 of 12').waitFor()
  await log(page).locator('[data-line="1198"] [data-mark=current]').waitFor()
  await field.press('Shift+Enter')
  await field.press('Shift+Enter')
  await result.getByText('12 of 12').waitFor()
  await field.press('Escape')
  await field.waitFor({ state: 'detached' })
})

test('whatever is printed is text', async (t) => {
  const hostile = [
    `<img src=x onerror="document.title='owned'"><script>alert(1)</script>`,
    String.raw`\033]8;;javascript:alert(1)\033\\click\033]8;;\033\\`,
    String.raw`\033]0;title\007\033[2Jcleared`,
    String.raw`access = "user\342\200\256 // admin"`,
    String.raw`bell\007 and nul\000 end`,
  ]
  writeFileSync(join(server.workDir, 'hostile'), hostile.join('\\n'))
  const { id } = await finishCommand(server, 'printf "$(cat hostile)"; echo')
  const page = await open(t, id)
  await line(page, 'cleared').waitFor()
  assert.deepEqual(await log(page).locator('[data-line]').allInnerTexts().then(texts), [
    `<img src=x onerror="document.title='owned'"><script>alert(1)</script>`,
    'click',
    'cleared',
    'access = "user⟨U+202E⟩ // admin"',
    'bell␇ and nul␀ end',
  ])
  assert.equal(await log(page).locator('img, script, a').count(), 0)
})

/** Rows as read, without their number and time. */
function texts(rows: string[]): string[] {
  return rows.map((row) => row.replace(/^\d+\s*(\d\d:\d\d:\d\d)?\s*/, ''))
}

test('a download has exactly the bytes that were printed', async (t) => {
  const { id } = await finishCommand(server, String.raw`printf 'a\377\033[31mb\0\r\n'; seq 1 5000`)
  const page = await open(t, id)
  await line(page, '5000').waitFor()
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download' }).click()
  const download = await downloading
  assert.match(download.suggestedFilename(), /^printf-a-377.*\.log$/)
  assert.deepEqual(readFileSync(await download.path()), await outputOf(server.client, id))
})

test('what is copied is the text, also of rows that aren’t in sight', async (t) => {
  const { id } = await finishCommand(server, 'printf "\\033[32mgreen\\033[0m\\n"; seq 2 1000')
  const page = await open(t, id, { permissions: ['clipboard-read', 'clipboard-write'] })
  await line(page, '1000').waitFor()
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  const all = ['green', ...Array.from({ length: 999 }, (_, i) => `${i + 2}`)].join('\n')

  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  await page.getByText('Copied 1,000 lines.', { exact: true }).waitFor()
  assert.equal(await clipboard(), all)

  await page.evaluate(() => navigator.clipboard.writeText(''))
  await log(page).focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  assert.equal(await clipboard(), all)

  await page.evaluate(() => navigator.clipboard.writeText(''))
  await page.keyboard.press('Home')
  await line(page, '3').waitFor()
  await line(page, 'green').dblclick()
  await page.keyboard.press('End')
  await line(page, '1000').waitFor()
  await line(page, '1000').click({ modifiers: ['Shift'] })
  await page.keyboard.press('PageUp')
  await page.keyboard.press('PageUp')
  await page.keyboard.press('Control+c')
  assert.equal(await clipboard(), all)
})

test('wrapped, a long line shows in rows, the longest in parts', async (t) => {
  const { id } = await finishCommand(server, 'echo first; head -c 1000000 /dev/zero | tr "\\0" x')
  const page = await open(t, id)
  await line(page, 'first').waitFor()
  const row = log(page).locator('[data-line="1"]')
  const height = () => row.evaluate((element) => element.clientHeight)
  assert.equal(await height(), 18)
  await page.getByRole('button', { name: 'Wrap' }).click()
  await waitFor('the row to be higher', async () => (await height()) > 500)
  const before = await height()
  await row.getByRole('button', { name: 'Show 995,000 characters more' }).click()
  await waitFor('more of it', async () => (await height()) > 3 * before)
})

test('the mark at the limit of the output can be seen', async (t) => {
  const small = await startServer(t, { MISSION_CONTROL_OUTPUT_LIMIT: '1000' })
  const { id } = await finishCommand(small, 'seq 1 1000')
  const page = await openSignedIn(t, browser, small, `/tasks/${id}`)
  const mark = log(page).locator('[data-stream=system]')
  assert.match(await mark.innerText(), /Output limit of 1000/)
})
