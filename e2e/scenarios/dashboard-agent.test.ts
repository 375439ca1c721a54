/** The agent of a desktop is set up, tested, changed and removed on its page, in a real browser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ASKING } from '@mission-control/protocol/agents'
import { glanceForViolations } from '../setup/accessibility.ts'
import { BareRunner } from '../setup/bare-runner.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { MODEL_KEY, ModelServer } from '../setup/model/model-server.ts'
import { agentReady } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'

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

test('the agent gets a key of its own, and gets none again', async (t) => {
  const page = await openSignedIn(t, browser, server, path)
  const key = page.getByLabel('API key of its own')
  const kept = async (scopes: string[] | null) =>
    await waitFor('the choice to be kept', async () => {
      const { agentKey } = await server.client.desktops.get(server.desktopId)
      return JSON.stringify(agentKey) === JSON.stringify(scopes)
    })
  await key.selectOption('may read, and create and run tasks')
  await kept(['read', 'tasks'])
  await page.reload()
  assert.equal(await key.inputValue(), 'read tasks')
  await glanceForViolations(page)
  await key.selectOption('none')
  await kept(null)
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

test('an agent is copied to other desktops; a desktop that refuses it says why and stays chosen', async (t) => {
  const { client } = server
  const { desktopId } = server
  await client.agents.setUp(desktopId, { kind: 'chat', baseUrl: address, apiKey: MODEL_KEY })
  const [first, second, old] = await Promise.all([
    client.desktops.create({ name: 'build-1', labels: ['ci'] }),
    client.desktops.create({ name: 'build-2', labels: ['ci'] }),
    client.desktops.create({ name: 'old' }),
  ])
  const runner = await BareRunner.connect(t, server, old, 2)
  const page = await openSignedIn(t, browser, server, path)
  await page.getByRole('button', { name: 'Copy to other desktops' }).click()
  const dialog = page.getByRole('dialog', { name: 'Copy to other desktops' })
  await dialog.getByRole('button', { name: 'Copy agent' }).click()
  await dialog.getByText('Choose at least one desktop.').waitFor()
  await dialog.getByRole('button', { name: 'ci 2' }).click()
  await dialog.getByText('2 chosen').waitFor()
  await dialog.getByLabel('old').check()
  await glanceForViolations(page)
  await dialog.getByRole('button', { name: 'Copy agent' }).click()
  await page.getByText('Agent copied to 2 desktops.').first().waitFor()
  await dialog.getByRole('alert').getByText('The runner of the desktop "old" is too old').waitFor()
  await dialog.getByText('1 chosen').waitFor()
  assert.equal(await dialog.getByLabel('old').isChecked(), true)
  for (const { id } of [first, second]) {
    const { setup } = await client.agents.get(id)
    assert.equal(setup?.kind === 'chat' && setup.apiKey?.last4, MODEL_KEY.slice(-4))
  }
  await runner.close()
  await client.desktops.delete(old.id)
  await dialog.getByRole('link', { name: 'Give it to new desktops, too' }).click()
  await page.getByRole('heading', { level: 1, name: 'New Desktops' }).waitFor()
  assert.equal(await dialog.count(), 0)
})

test('new desktops get the agent that the settings name, until that is gone', async (t) => {
  const { client } = server
  const page = await openSignedIn(t, browser, server, '/settings/new-desktops')
  const choice = page.getByLabel('Agent')
  await choice.selectOption('build-1')
  const source = await waitFor('the setting to be kept', async () => {
    const { agentFrom } = await client.settings.get()
    return agentFrom === null ? undefined : agentFrom
  })
  await glanceForViolations(page)
  const { id } = await client.desktops.create({ name: 'new' })
  assert.equal((await client.agents.get(id)).setup?.kind, 'chat')
  await page.reload()
  assert.equal(await choice.inputValue(), source)
  await client.agents.remove(source)
  await page.getByText('build-1 has no agent that was set up here').waitFor()
  await choice.selectOption('None')
  await waitFor('the setting to be kept', async () => {
    return (await client.settings.get()).agentFrom === null
  })
})
