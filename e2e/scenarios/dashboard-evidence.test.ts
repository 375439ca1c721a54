/** What an agent has changed and run, beside the decision about it: in a real browser, by a scripted model. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
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

/** What is there, what is done to it, and what is told of it beside its lines. */
const FACTS: readonly [name: string, there: string, done: string, told: RegExp][] = [
  ['run.sh', 'echo > run.sh', 'chmod 755 run.sh', /^run\.sh changed .*Permissions: 644 → 755$/],
  ['to', 'ln -s one to', 'ln -sfn two to', /^to changed .*Leads to: one → two$/],
  ['was', 'echo > was', 'ln -sf two was', /^was changed .*Kind: file → link Leads to: two$/],
  ['gone', 'ln -s one gone', 'rm gone', /^gone deleted .*Leads to: one → a missing file$/],
  ['new.sh', 'true', 'echo > new.sh; chmod 755 new.sh', /^new\.sh created .*Permissions: 755/],
  [
    'x.log',
    "echo '*.log' > .gitignore",
    'echo > x.log',
    /^x\.log created ignored .*A \.gitignore excluded it/,
  ],
  ['in/.git/', 'true', 'git init -q in', /^in\/\.git\/ created .*Kind: folder/],
  ['in/evil', 'true', 'echo evil > in/evil', /^in\/evil created .*evil$/],
]

test('what changed of a file beside its lines is told: who may do what, where it leads, what it is', async (t) => {
  const all = (step: 1 | 2) => FACTS.map((fact) => fact[step]).join('\n')
  const git = 'git -c user.name=x -c user.email=x@x'
  const before = ['umask 022', all(1), 'git init -q', 'git add .', `${git} commit -qm x`].join('\n')
  execFileSync('/bin/sh', ['-ec', before], { cwd: server.workDir })
  model.script = [calls({ name: 'shell', input: { command: all(2) } }), says('Done.')]
  const { id } = await finishPrompt(server, 'Change more than lines.', { requiresApproval: true })
  const page = await openSignedIn(t, browser, server, `/tasks/${id}`)
  await page.getByRole('tab', { name: /^Changes/ }).click()
  const rows = page.getByRole('region', { name: 'Changed files' }).getByRole('listitem')
  await rows.nth(FACTS.length - 1).waitFor()
  const closed = rows.getByRole('button', { expanded: false })
  while ((await closed.count()) > 0) await closed.first().click()
  const texts = (await rows.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '))
  for (const [name, , , told] of FACTS) {
    assert.match(texts.find((text) => text.startsWith(`${name} `)) ?? '', told, name)
  }
  await glanceForViolations(page)
})
