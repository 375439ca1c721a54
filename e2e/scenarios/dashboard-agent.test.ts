/** The agent of a desktop is set up, tested, changed and removed on its page, in a real browser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ASKING } from '@mission-control/protocol/agents'
import { glanceForViolations } from '../setup/accessibility.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { MODEL_KEY, ModelServer } from '../setup/model/model-server.ts'
import { agentReady } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'

const browser = await startChromium(wholeFile)
const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile)
const path = `/desktops/${server.desktopId}?view=agent`
const address = `http://127.0.0.1:${model.port}/v1`

test('an agent is set up with a key that is never shown again, and answers', async (t) => {
  const page = await openSignedIn(t, browser, server, path, { expected: [/400/] })
  await page.getByRole('heading', { name: 'No agent yet' }).waitFor()
  await page.getByRole('button', { name: 'Set up', exact: true }).click()
  await page.getByText('Built-in', { exact: true }).click()
  await page.getByLabel('Provider').selectOption('compatible')
  await page.getByRole('button', { name: 'Save and test' }).click()
  await page.getByText('expected an address').first().waitFor()
  await glanceForViolations(page)

  await page.getByLabel('Address').fill(address)
  await page.getByLabel('API key').fill(MODEL_KEY)
  await page.getByRole('button', { name: 'Headers, tools and limits' }).click()
  await page.getByLabel('Steps').fill('30')
  await page.getByRole('button', { name: 'Save and test' }).click()
  await page.getByText(`ends in ${MODEL_KEY.slice(-4)}`).waitFor()
  await page.getByText('ready', { exact: true }).waitFor()
  await agentReady(server)
  await page.getByText('30 steps').waitFor()
  assert.ok(!(await page.content()).includes(MODEL_KEY), 'the key is still there')
  await glanceForViolations(page)
})

test('a changed set-up keeps its key; a wrong one is told in words; without it there is no agent', async (t) => {
  const page = await openSignedIn(t, browser, server, path)
  await page.getByRole('button', { name: 'Change' }).click()
  await page.getByText(`keep the key that ends in ${MODEL_KEY.slice(-4)}`).waitFor()
  await page.getByLabel('Model (optional)').fill('scripted-1')
  await page.getByRole('button', { name: 'Save and test' }).click()
  await page.getByText('Testing …').waitFor({ state: 'detached' })
  const { setup } = await server.client.agents.get(server.desktopId)
  assert.equal(setup?.kind === 'builtin' && setup.apiKey?.last4, MODEL_KEY.slice(-4))

  await page.getByRole('button', { name: 'Change' }).click()
  await page.getByLabel('API key').fill('sk-wrong')
  await page.getByRole('button', { name: 'Save and test' }).click()
  await page.getByText('not ready', { exact: true }).waitFor()
  await page.getByRole('status').getByText('Incorrect API key').waitFor()

  await page.getByRole('button', { name: 'Remove', exact: true }).last().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('heading', { name: 'No agent yet' }).waitFor()
})

test('where an agent may act without asking its page says so, and why', async (t) => {
  await server.client.agents.setUp(server.desktopId, { kind: 'chat', baseUrl: address })
  const page = await openSignedIn(t, browser, server, path)
  await page.getByText(ASKING.chat.asksPermissionReason).waitFor()
  const provider = { kind: 'builtin', provider: 'compatible', baseUrl: address } as const
  await server.client.agents.setUp(server.desktopId, provider)
  await page.getByText(ASKING.chat.asksPermissionReason).waitFor({ state: 'detached' })
  assert.equal(await page.getByText(ASKING.builtin.asksPermissionReason).count(), 0)
})
