/** What an agent has changed and run, beside the decision about it: in a real browser, by a scripted model. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { glanceForViolations } from '../setup/accessibility.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, says } from '../setup/model/replies.ts'
import { finishPrompt } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'

const browser = await startChromium(wholeFile)
const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('builtin'))

test('the reviewer sees which files changed, how, and which commands failed, then decides', async (t) => {
  mkdirSync(server.workDir, { recursive: true })
  writeFileSync(join(server.workDir, 'greeting.txt'), 'one\ntwo\nthree\n')
  model.script = [
    calls(
      { name: 'edit_file', input: { path: 'greeting.txt', old: 'two', new: '2\n2.5' } },
      { name: 'write_file', input: { path: 'new.txt', content: 'brand new\n' } },
      { name: 'shell', input: { command: 'exit 3' } },
    ),
    says('Done.'),
  ]
  const { id } = await finishPrompt(server, 'Change the greeting.', { requiresApproval: true })
  const page = await openSignedIn(t, browser, server, `/tasks/${id}`)
  const evidence = page.getByRole('region', { name: 'What it did' })
  await evidence.getByText('1 command, 1 failed').waitFor()
  await evidence.getByRole('button', { name: /^new\.txt/ }).waitFor()
  await evidence
    .getByRole('button', { name: /^greeting\.txt.*2 lines added, 1 line removed/ })
    .click()

  await page
    .getByRole('tab', { name: 'Changes 2' })
    .and(page.locator('[data-state=active]'))
    .waitFor()
  const diff = page.getByRole('region', { name: 'Changes of greeting.txt' })
  assert.match(await diff.locator('[data-diff=removed]').innerText(), /^2\n−\nremoved:\s+two$/)
  assert.equal(await diff.locator('[data-diff=added]').count(), 2)
  await page.getByRole('region', { name: 'Commands' }).getByText('exit 3').last().waitFor()
  await glanceForViolations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await glanceForViolations(page)

  const decision = page.getByRole('region', { name: 'Waiting for your decision' })
  await decision.getByRole('button', { name: 'Approve' }).click()
  await page.getByText('by you').waitFor()
})
