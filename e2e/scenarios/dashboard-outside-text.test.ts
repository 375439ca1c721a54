/** What comes from outside is what it looks like, on every page: nothing invisible, nothing turned around. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunEnd } from '@mission-control/protocol/runner'
import type { Page } from 'playwright-core'
import { BareRunner } from '../setup/bare-runner.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { sampled } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

/** What names may hold, and what other texts may. */
const NAME = 'n\u202ea\u200bm\u2066e\ufeff'
const TEXT = `${NAME} t\u0007e\u001bx\u009dt\u2028 \u200f.`
const SEEN = '⟨U+202E⟩'
/** All that must never be on a page as it is; line feeds and tabs are text. */
const RAW =
  '[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]'

const server = await startServer(wholeFile)
const { client } = server
const agent = { kind: 'builtin', model: TEXT, ready: true, problem: TEXT } as const
const desktop = await client.desktops.create({ name: NAME })
const desktopId = desktop.id
const runner = await BareRunner.connect(wholeFile, server, desktop, 3, agent)

/** A prompt whose agent does what it does with such words. */
async function prompt(end: RunEnd | null, requiresApproval = false): Promise<string> {
  const task = { type: 'prompt', content: `${TEXT}\n${TEXT}`, desktopId, requiresApproval } as const
  const { id } = await client.tasks.create(task)
  await client.tasks.run(id)
  const { runId } = await waitFor('the prompt', () =>
    runner.all('prompt').find(({ taskId }) => taskId === id),
  )
  const at = Date.now()
  runner.says({ type: 'started', runId, at })
  if (end === null) {
    const input = { [TEXT]: TEXT, command: `${TEXT}\n${' '.repeat(5_000)}${TEXT}` }
    const asked = { tool: TEXT, title: TEXT, input, subject: null }
    runner.says({
      type: 'permission',
      runId,
      requestId: '1',
      at,
      ...asked,
      options: ['once', 'no'],
    })
    return id
  }
  const file = {
    path: TEXT,
    change: 'modified',
    size: 3,
    diff: `@@ -1 +1 @@\n-${TEXT}\n+${TEXT}\n`,
  }
  const evidence = {
    files: [file],
    filesTruncated: false,
    source: 'git',
    problem: TEXT,
    commands: [{ command: TEXT, exitCode: 1 }],
    commandsTruncated: false,
  }
  runner.says({ type: 'evidence', runId, evidence })
  runner.says({ type: 'ended', runId, at, seq: 0, end })
  await waitFor('its end', async () => (await client.tasks.get(id)).status !== 'running')
  return id
}

const usage = { inputTokens: 1, outputTokens: 1, costUsd: null, steps: 1 }
const answer: RunEnd = { kind: 'answered', result: `${TEXT}\n\n- ${TEXT}\n\n\`${TEXT}\``, usage }
const asking = await prompt(null)
const long = 'x'.repeat(3_000)
await client.tasks.create({ type: 'command', content: long, desktopId })
const failed = await prompt({ kind: 'failed', code: 'agent_error', message: TEXT })
const rejected = await prompt(answer, true)
await client.tasks.review(rejected, { decision: 'reject', feedback: TEXT })
const review = await prompt(answer, true)
const printed = await finishCommand(server, `printf '%s\\n' '${TEXT}'`, { requiresApproval: true })
await client.apiKeys.create(NAME)
await client.desktops.setPermissionRules(desktopId, [
  { tool: NAME, pattern: NAME, decision: 'never' },
])
await client.desktops.chat
  .send(desktopId, TEXT, { signal: AbortSignal.timeout(1) })
  .catch(() => null)

const page = await openSignedIn(wholeFile, await startChromium(wholeFile), server)

/** What is on the page as it is, and should be a symbol. */
async function rawOn(page: Page): Promise<string[]> {
  return await page.evaluate((raw) => {
    const found: string[] = []
    const pattern = new RegExp(raw)
    const look = (where: string, text: string | null) => {
      if (text && pattern.test(text)) found.push(`${where}: ${JSON.stringify(text)}`)
    }
    look('title', document.title)
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!
      if (!parent.matches('textarea, script, style')) look(`<${parent.localName}>`, node.nodeValue)
    }
    for (const element of document.querySelectorAll('*')) {
      for (const name of ['title', 'aria-label', 'aria-description', 'placeholder', 'alt']) {
        look(`<${element.localName} ${name}>`, element.getAttribute(name))
      }
    }
    return found
  }, RAW)
}

/** What the page is about is there: of a task, not only the board behind it. */
async function shown(path: string): Promise<void> {
  const scope = path.startsWith('/tasks/') ? page.getByRole('dialog') : page.locator('#content')
  await scope.getByText(SEEN).first().waitFor({ state: 'attached' })
  await scope.getByRole('heading').first().waitFor({ state: 'attached' })
}

const PATHS: [path: string, open?: (page: Page) => Promise<unknown>][] = [
  ['/'],
  [`/tasks/${asking}`],
  [`/tasks/${failed}`],
  [`/tasks/${rejected}`],
  [`/tasks/${rejected}`, (page) => page.getByRole('tab', { name: 'Details' }).click()],
  [`/tasks/${review}`, (page) => page.getByRole('tab', { name: /^Changes/ }).click()],
  [`/tasks/${printed.id}`],
  ['/approvals'],
  ['/desktops'],
  [`/desktops/${desktopId}`],
  [`/desktops/${desktopId}?view=agent`],
  [`/desktops/${desktopId}?view=chat`],
  [`/search?q=${encodeURIComponent(`type:prompt "${NAME}"`)}`],
  ['/activity'],
  ['/activity?view=metrics'],
  ['/settings/api-keys'],
  ['/', (page) => page.keyboard.press('n')],
  ['/', (page) => page.keyboard.press('Control+k')],
]

for (const [path, open] of sampled(PATHS, 4)) {
  const name = path.replace(/(task|desktop)_\w+/, '…')
  test(`${name}${open ? ', opened further,' : ''} shows it as symbols`, async () => {
    await page.goto('about:blank')
    await page.goto(server.url + path)
    await shown(path)
    await open?.(page)
    assert.deepEqual(await rawOn(page), [])
  })
}

test('5,000 blanks before what matters are a count', async () => {
  await page.goto(`${server.url}/tasks/${asking}`)
  const question = page.getByRole('region', { name: 'The agent asks you' })
  await question
    .getByRole('button', { name: /^Show the rest/ })
    .first()
    .click()
  await question.getByText('⟨5,000 blanks⟩').waitFor()
  assert.deepEqual(await rawOn(page), [])
})

test('on a phone no page of it is wider than the screen', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const [path] of sampled(PATHS, 4)) {
    await page.goto(server.url + path)
    await shown(path)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(wide <= 0, `${path} is ${wide} px too wide`)
  }
})
