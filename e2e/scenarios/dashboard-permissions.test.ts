/** What an agent asks for in the middle of its work is answered by a person: in a real browser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitForTask } from '@mission-control/client'
import type { Locator, Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { cards } from '../setup/board.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, says } from '../setup/model/replies.ts'
import { runPrompt } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'

const browser = await startChromium(wholeFile)
const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('builtin'))
const { client, desktopId } = server

const question = (page: Page) => page.getByRole('region', { name: 'The agent asks you' })
const shell = (command: string) => calls({ name: 'shell', input: { command } })

test('a card says that its agent asks; it is allowed once, refused with a note, and allowed for good', async (t) => {
  await client.desktops.setPermissionRules(desktopId, [{ tool: 'shell', decision: 'ask' }])
  model.script = [
    shell('echo zero'),
    shell('echo nought'),
    shell('echo first'),
    shell('echo second'),
    shell('echo third'),
    says('Done.'),
  ]
  const page = await openSignedIn(t, browser, server)
  const { id } = await runPrompt(server, 'Ask me.')
  const card = cards(page, 'Running', 'Ask me.')
  await card.getByText('asks you').waitFor()
  await page.getByRole('region', { name: 'Overview' }).getByText('1 asking').waitFor()
  await page.waitForFunction(() => document.title.startsWith('(1)'))
  await card.getByText('echo zero').waitFor()
  await card.getByRole('button', { name: 'Allow', exact: true }).click()
  await card.getByText('echo nought').waitFor()
  await card.getByRole('button', { name: 'Deny' }).click()
  await card.getByText('echo first').waitFor()
  await card.getByRole('link').click()
  await question(page).getByText('echo first').waitFor()
  await page.getByText('The agent is waiting for your answer').first().waitFor()
  await glanceForViolations(page)
  await page.getByRole('dialog').focus()
  await page.keyboard.press('a')

  await question(page).getByText('echo second').waitFor()
  await question(page).getByRole('textbox').fill('Not this one.')
  await question(page).getByRole('button', { name: 'Deny' }).click()
  await page.getByText('Denied:').waitFor()
  await page.getByText('Not this one.', { exact: true }).first().waitFor()

  await page.goto(`${server.url}/approvals`)
  await page.getByText('asks: echo third').waitFor()
  await question(page).getByText('echo third').waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByRole('button', { name: /Ask me\./ }).click()
  await glanceForViolations(page)
  await question(page).getByRole('button', { name: 'Always allow on this desktop' }).click()
  await question(page).waitFor({ state: 'detached' })
  assert.equal((await ended(client, id)).status, 'done')
  const [remembered] = await client.desktops.permissionRules(desktopId)
  assert.deepEqual([remembered?.pattern, remembered?.decision], ['echo third', 'allow'])
})

test('the rules of a desktop are read, added, put in order and removed on its page', async (t) => {
  await client.desktops.setPermissionRules(desktopId, [{ tool: 'shell', decision: 'ask' }])
  const page = await openSignedIn(t, browser, server, `/desktops/${desktopId}?view=agent`)
  const rules = page.getByRole('list', { name: 'Permissions' }).getByRole('listitem')
  await rules.filter({ hasText: 'shell' }).waitFor()
  await page.getByLabel('Decision').selectOption('never')
  await page.getByLabel('Tool').fill('shell')
  await page.getByLabel('What it does').fill('sudo *')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await rules.nth(1).getByText('sudo *').waitFor()
  await rules.nth(1).getByRole('button', { name: 'Move shell up' }).click()
  await rules.nth(0).getByText('sudo *').waitFor()
  await glanceForViolations(page)
  await rules.nth(1).getByRole('button', { name: 'Remove shell' }).click()
  await rules.nth(1).waitFor({ state: 'detached' })
  await page.reload()
  await rules.nth(0).getByText('sudo *').waitFor()
  assert.deepEqual(await client.desktops.permissionRules(desktopId), [
    { tool: 'shell', pattern: 'sudo *', decision: 'never' },
  ])
})

test('in a chat it asks as well, and the answer may come from the approvals', async (t) => {
  await client.desktops.setPermissionRules(desktopId, [{ tool: 'shell', decision: 'ask' }])
  model.script = [shell('echo one'), shell('echo two'), says('Both are done.')]
  const page = await openSignedIn(t, browser, server, `/desktops/${desktopId}?view=chat`)
  await page.getByRole('textbox', { name: 'Message' }).fill('Do both.')
  await page.keyboard.press('Enter')
  await question(page).getByText('echo one').waitFor()
  await glanceForViolations(page)
  await question(page).getByRole('button', { name: 'Allow once' }).click()
  await question(page).getByText('echo two').waitFor()

  const approvals = await openSignedIn(t, browser, server, '/approvals')
  await approvals.getByText('asks: echo two').waitFor()
  await question(approvals).getByRole('button', { name: 'Allow once' }).click()
  await page.getByText('Both are done.').waitFor()
  await approvals.getByRole('heading', { name: 'Nothing is waiting' }).waitFor()
})

const rest = (scope: Page | Locator) => scope.getByRole('button', { name: /^Show the rest \(/ })

test('a long command is allowed only by who has had the rest of it shown, by button and by key', async (t) => {
  await client.desktops.setPermissionRules(desktopId, [{ tool: 'shell', decision: 'ask' }])
  const hidden = `: '${'x'.repeat(6_000)}'; echo the middle; : '${'y'.repeat(6_000)}'; echo the end`
  model.script = [shell(hidden), says('Done.')]
  const { id } = await runPrompt(server, 'Ask me at length.')
  const page = await openSignedIn(t, browser, server, '/approvals')
  const allow = question(page).getByRole('button', { name: /^Allow once/ })
  await rest(question(page)).first().waitFor()
  assert.ok(await allow.isDisabled())
  assert.ok(
    await question(page)
      .getByRole('button', { name: /^Always/ })
      .isHidden(),
  )
  await page.keyboard.press('a')
  await page.getByText('Show the rest before you approve.').nth(1).waitFor()
  await glanceForViolations(page)
  assert.equal(await page.getByText('echo the end').count(), 0)
  await rest(question(page)).first().click()
  await question(page).getByText('echo the middle').waitFor()
  await question(page)
    .getByText(/echo the end$/)
    .waitFor()
  await page.keyboard.press('a')
  await question(page).waitFor({ state: 'detached' })
  assert.equal((await ended(client, id)).status, 'done')
})

test('a long result is approved only by who has had all that was asked for shown: card, key, palette, page', async (t) => {
  const page = await openSignedIn(t, browser, server)
  const ask = async (name: string) => {
    const content = `echo ${name}\n: '${'x'.repeat(5_000)}'\necho the end`
    const { id } = await client.tasks.create({
      type: 'command',
      content,
      desktopId,
      requiresApproval: true,
    })
    await client.tasks.run(id)
    return { id, card: cards(page, 'Review', `echo ${name}`) }
  }
  const dialog = page.getByRole('dialog', { name: 'Approve this result?' })
  const approve = dialog.getByRole('button', { name: 'Approve' })
  const readAndApprove = async (id: string) => {
    await rest(dialog).waitFor()
    assert.ok(await approve.isDisabled())
    assert.equal((await client.tasks.get(id)).status, 'review')
    await glanceForViolations(page)
    await rest(dialog).click()
    await dialog.getByText('echo the end').waitFor()
    await approve.click()
    await waitForTask(client, id, { until: ['done'] })
  }

  const first = await ask('card')
  await first.card.getByRole('button', { name: 'Approve' }).click()
  await readAndApprove(first.id)

  const second = await ask('key')
  await second.card.getByRole('link').focus()
  await page.keyboard.press('a')
  await readAndApprove(second.id)

  const third = await ask('palette')
  await third.card.getByRole('link').focus()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('approve')
  await page.keyboard.press('Enter')
  await readAndApprove(third.id)

  const fourth = await ask('page')
  await fourth.card.getByRole('link').click()
  const box = page.getByRole('region', { name: 'Waiting for your decision' })
  assert.ok(await box.getByRole('button', { name: /^Approve/ }).isDisabled())
  await page.keyboard.press('a')
  assert.equal((await client.tasks.get(fourth.id)).status, 'review')
  await rest(box).click()
  await page.getByRole('dialog').getByText('echo the end').waitFor()
  await page.keyboard.press('a')
  await waitForTask(client, fourth.id, { until: ['done'] })
})
