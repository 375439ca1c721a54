/** Talking with the agent of a desktop on its page, in a real browser, by a scripted model. */
import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, says, saysWhen, stalls } from '../setup/model/replies.ts'
import { agentReady } from '../setup/prompts.ts'
import { startProxy } from '../setup/proxy.ts'
import { startServer } from '../setup/server.ts'

const browser = await startChromium(wholeFile)
const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('builtin'))
const path = `/desktops/${server.desktopId}?view=chat`

const turn = (page: Page, message: string) =>
  page.getByRole('article', { name: 'Message and reply' }).filter({ hasText: message })

async function send(page: Page, message: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(message)
  await page.keyboard.press('Enter')
}

test('a reply comes as it is written, the next message waits, and all of it is there again', async (t) => {
  await agentReady(server)
  const going = Promise.withResolvers<void>()
  model.script = [
    calls({ name: 'shell', input: { command: 'expr 20 + 22' } }),
    saysWhen('It is **4', going.promise, '2**.'),
    says('You are welcome.'),
  ]
  const page = await openSignedIn(t, browser, server, path)
  await page.getByRole('heading', { name: /^Chat with the agent on/ }).waitFor()
  await send(page, 'What is 20 + 22?')
  await turn(page, 'What is').getByText('It is **4').waitFor()
  await turn(page, 'What is')
    .getByRole('button', { name: /expr 20/ })
    .waitFor()
  await send(page, 'Thank you.')
  await turn(page, 'Thank you.').getByText('Waiting for the agent to be free.').waitFor()
  await glanceForViolations(page)

  going.resolve()
  await turn(page, 'What is').locator('strong', { hasText: '42' }).waitFor()
  await turn(page, 'Thank you.').getByText('You are welcome.').waitFor()
  assert.equal((await server.client.tasks.list()).length, 0)

  await page.reload()
  await turn(page, 'Thank you.').getByText('You are welcome.').waitFor()
  await turn(page, 'What is')
    .getByRole('button', { name: /^What it did/ })
    .click()
  await turn(page, 'What is')
    .getByRole('button', { name: /^done: expr 20/ })
    .waitFor()
})

test('any number of tabs share the stream of a reply, also one that comes in its middle', async (t) => {
  let streams = 0
  const onRequest = (asked: IncomingMessage) => {
    const isReply = /\/chat\/\w+$/.test(asked.url!) && asked.headers.accept === 'text/event-stream'
    if (isReply) streams++
  }
  const url = await startProxy(t, server.url, '/chat', { onRequest })
  await agentReady(server)
  const going = Promise.withResolvers<void>()
  model.script = [saysWhen('Listen: ', going.promise, 'one.')]
  const page = await openSignedIn(t, browser, { ...server, url }, path)
  await send(page, 'Count.')
  await turn(page, 'Count.').getByText('Listen:').waitFor()
  const tabs = [page]
  for (let more = 0; more < 3; more++) {
    const tab = await page.context().newPage()
    await tab.goto(url + path)
    await turn(tab, 'Count.').getByText('Listen:').waitFor()
    tabs.push(tab)
  }
  going.resolve()
  for (const tab of tabs) await turn(tab, 'Count.').getByText('Listen: one.').waitFor()
  assert.equal(streams, 1)
})

test('a list of the conversation that comes late takes nothing back that came meanwhile', async (t) => {
  await agentReady(server)
  model.script = [says('Here I am.')]
  const page = await openSignedIn(t, browser, server, '/settings/appearance')
  const read = Promise.withResolvers<void>()
  const mayCome = Promise.withResolvers<void>()
  let asked = 0
  await page.route(/\/chat\?limit=/, async (route) => {
    // No later answer makes up for it.
    if (asked++ > 0) return
    const response = await route.fetch()
    read.resolve()
    await mayCome.promise
    await route.fulfill({ response })
  })
  await page.goto(server.url + path)
  await read.promise
  const { desktops } = server.client
  /** Waits until the page has heard everything up to now. */
  const heard = async (name: string) => {
    await desktops.update(server.desktopId, { name })
    await page.getByRole('main').getByText(name).first().waitFor()
  }
  await heard('before')
  await desktops.chat.send(server.desktopId, 'Are you there?')
  await heard('after')
  mayCome.resolve()
  await turn(page, 'Are you there?').getByText('Here I am.').waitFor()
})

test('it is stopped, and cleared after a question', async (t) => {
  await agentReady(server)
  model.script = [stalls('Let me think about ')]
  const page = await openSignedIn(t, browser, server, path, {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  })
  await page.getByRole('textbox', { name: 'Message' }).waitFor()
  await send(page, 'Take your time.')
  await turn(page, 'Take your time.').getByText('Let me think about').waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()
  await turn(page, 'Take your time.').getByText('Stopped.').waitFor()
  await glanceForViolations(page)

  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Clear conversation' }).click()
  await page.getByRole('heading', { name: /^Chat with the agent on/ }).waitFor()
  assert.deepEqual(await server.client.desktops.chat.list(server.desktopId), [])
})

test('without an agent it says so, and leads to its set-up', async (t) => {
  const desktop = await server.client.desktops.create({ name: 'bare' })
  const page = await openSignedIn(t, browser, server, `/desktops/${desktop.id}?view=chat`)
  await page.getByText('The desktop is offline.').waitFor()
  await page.getByRole('link', { name: 'Set up an agent' }).click()
  await page.getByRole('heading', { name: 'No agent yet' }).waitFor()
})
