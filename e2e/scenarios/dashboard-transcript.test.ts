/** What an agent does, as it does it, on the page of its task: in a real browser, by a scripted model. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { cards } from '../setup/board.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, fails, saysWhen } from '../setup/model/replies.ts'
import { finishPrompt, runPrompt } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'

const browser = await startChromium(wholeFile)
const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('builtin'))

const transcript = (page: Page) => page.getByRole('region', { name: /^Transcript, / })
const entries = (page: Page, kind: string) => transcript(page).locator(`[data-entry=${kind}]`)

test('a message grows where it stands, tools fold, and the result is what stays', async (t) => {
  const going = Promise.withResolvers<void>()
  const shell = { name: 'shell', input: { command: 'expr 20 + 22; exit 3' } }
  const file = { name: 'write_file', input: { path: 'notes.md', content: 'noted' } }
  model.script = [calls(shell, file), saysWhen('All **is', going.promise, ' well**, <b>truly</b>.')]
  const { id } = await runPrompt(server, 'Make a note.')
  const page = await openSignedIn(t, browser, server, `/tasks/${id}`)
  await entries(page, 'message').getByText('All **is').waitFor()
  await page.getByText('The agent is working').waitFor()
  await page.getByText('1 step · 120 tokens').waitFor()
  assert.equal(await transcript(page).getByText('42').count(), 0)

  const tool = transcript(page).getByRole('button', { name: /^failed: expr 20/ })
  assert.match(await tool.innerText(), /exit 3/)
  await tool.click()
  await transcript(page).getByText('42').waitFor()
  await entries(page, 'changes').getByText('notes.md').waitFor()

  going.resolve()
  const result = entries(page, 'result')
  await result.getByRole('heading', { name: 'Result' }).waitFor()
  assert.equal(await result.locator('strong').innerText(), 'is well')
  await result.getByText('<b>truly</b>').waitFor()
  assert.equal(await entries(page, 'message').count(), 0)
  await page.getByText('2 steps · 240 tokens').first().waitFor()
  await glanceForViolations(page)

  await page.getByRole('tab', { name: 'Raw log' }).click()
  await page.getByText('"type":"tool_call"').first().waitFor()
  await page.getByRole('button', { name: 'Close' }).click()
  await cards(page, 'Done', 'Make a note.').getByText('2 steps · 240 tokens').waitFor()
})

test('a long transcript is followed until one scrolls up, and few of its rows exist', async (t) => {
  const going = Promise.withResolvers<void>()
  const lists = Array.from({ length: 120 }, () => ({ name: 'list_files', input: {} }))
  model.script = [calls(...lists), saysWhen('Nearly.', going.promise, ' Done.')]
  const { id } = await runPrompt(server, 'Look often.')
  const page = await openSignedIn(t, browser, server, `/tasks/${id}`)
  await entries(page, 'message').getByText('Nearly.').waitFor()
  assert.ok((await transcript(page).locator('[data-row]').count()) < 80)

  await transcript(page).hover()
  await page.mouse.wheel(0, -1500)
  await page.getByRole('button', { name: /^Jump to the end/ }).waitFor()
  going.resolve()
  await ended(server.client, id)
  await page.getByRole('button', { name: /^Jump to the end/ }).click()
  await entries(page, 'result').getByText('Nearly. Done.').waitFor()
})

test('on a phone and in the dark, a failure says what to do', async (t) => {
  model.script = [fails(401, 'No such key.')]
  const { id } = await finishPrompt(server, 'Do anything.')
  const page = await openSignedIn(t, browser, server, `/tasks/${id}`, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    colorScheme: 'dark',
  })
  await entries(page, 'error').getByText('Check the key and the model').waitFor()
  await glanceForViolations(page)
})
