/** The settings, in a real browser: each does what it says, here and for programs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { glanceForViolations } from '../setup/accessibility.ts'
import { openBrowser, PERSON, setUpBrowser, signedInBrowser } from '../setup/browser.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { addMember } from '../setup/members.ts'
import { THEMES } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile)
await setUpBrowser(server)
const at = (section: string) => `/settings/${section}`

test('task approval is switched on for every task, and off again', async (t) => {
  const page = await openSignedIn(t, browser, server, at('task-approval'))
  const approval = page.getByRole('switch', { name: 'Require approval for every task' })
  await approval.click()
  await waitFor('the setting to be kept', async () => {
    return (await server.client.settings.get()).requireApproval
  })
  assert.equal((await finishCommand(server, 'echo gated')).status, 'review')

  await page.reload()
  assert.equal(await approval.getAttribute('aria-checked'), 'true')
  await approval.click()
  await waitFor('the setting to be kept', async () => {
    return !(await server.client.settings.get()).requireApproval
  })
})

test('a setting that the server refuses goes back, with its words', async (t) => {
  const page = await openSignedIn(t, browser, server, at('task-approval'), { expected: [/503/] })
  await page.route('**/api/mission-control/settings', async (route) => {
    const detail = 'The disk is full.'
    await route.fulfill({ status: 503, json: { code: 'internal', detail, status: 503 } })
  })
  const approval = page.getByRole('switch', { name: 'Require approval for every task' })
  await approval.click()
  await page.getByText('The disk is full.').first().waitFor()
  assert.equal(await approval.getAttribute('aria-checked'), 'false')
})

test('a key is shown once, works, and stops with its revocation', async (t) => {
  const page = await openSignedIn(t, browser, server, at('api-keys'))
  await page.getByLabel('Name').fill('CI on build-1')
  await page.getByRole('button', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog', { name: 'The key “CI on build-1”' })
  await dialog.waitFor()
  // A slip doesn't lose what is never shown again.
  await page.keyboard.press('Escape')
  const [, key = ''] = /(mc_\S+)/.exec(await dialog.innerText()) ?? []
  const example = await dialog.getByText('curl -H').innerText()
  assert.ok(example.includes(key) && example.includes(`${server.url}/api/mission-control/tasks`))
  const use = () =>
    fetch(`${server.url}/api/mission-control/tasks`, { headers: { 'x-api-key': key } })
  assert.equal((await use()).status, 200)

  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  const row = page.getByRole('row').filter({ hasText: 'CI on build-1' })
  assert.match(await row.innerText(), new RegExp(`mc_…${key.slice(-4)}`))
  assert.ok(!(await page.content()).includes(key))

  await row.getByRole('button', { name: 'Revoke CI on build-1' }).click()
  const question = page.getByRole('dialog', { name: 'Revoke the key “CI on build-1”?' })
  await question.getByRole('button', { name: 'Keep it' }).click()
  assert.equal((await use()).status, 200)
  await row.getByRole('button', { name: 'Revoke CI on build-1' }).click()
  await question.getByRole('button', { name: 'Revoke' }).click()
  await row.waitFor({ state: 'detached' })
  await waitFor('the key to stop', async () => (await use()).status === 401)
})

test('a key is limited when it is made, and rotated while its old value goes on', async (t) => {
  await server.client.desktops.create({ name: 'labelled', labels: ['gpu'] })
  const page = await openSignedIn(t, browser, server, at('api-keys'))
  await page.getByLabel('Name', { exact: true }).fill('pipeline')
  await page.getByText('Limit what it can do').click()
  for (const scope of ['approve and reject', 'change desktops', 'change people']) {
    await page.getByRole('checkbox', { name: scope }).uncheck()
  }
  await page.getByLabel('It expires').selectOption('in 90 days')
  await page.getByLabel('It reaches').selectOption('desktops with the label gpu')
  await glanceForViolations(page)
  await page.getByRole('button', { name: 'Create key' }).click()
  const valueIn = async (name: string) => {
    const dialog = page.getByRole('dialog', { name, exact: true })
    const [, key = ''] = /(mc_\S+)/.exec(await dialog.innerText()) ?? []
    await dialog.getByRole('button', { name: 'I have copied it' }).click()
    return key
  }
  const old = await valueIn('The key “pipeline”')
  const row = page.getByRole('row').filter({ hasText: 'pipeline' })
  const rotate = row.getByRole('button', { name: 'Rotate pipeline' })
  assert.match(await row.innerText(), /read, tasks · only on gpu · until .* · of Owner/)
  await rotate.click()
  const question = page.getByRole('dialog', { name: 'Give the key “pipeline” a new value?' })
  await question.getByLabel('The old value works').selectOption('for a day')
  await question.getByRole('button', { name: 'Rotate' }).click()
  const key = await valueIn('The key “pipeline”')
  // One dialog has led to the next: the focus is back at the button that opened the first.
  await page.locator('button:focus').and(rotate).waitFor()
  await row.getByText(/old value until/).waitFor()
  for (const value of [old, key]) {
    const headers = { 'x-api-key': value }
    const answer = await fetch(`${server.url}/api/desktops`, { headers })
    const seen = (await answer.json()) as { name: string }[]
    assert.deepEqual(
      seen.map(({ name }) => name),
      ['labelled'],
    )
  }
  const accounts = page.getByRole('region', { name: 'Service accounts' })
  await accounts.getByLabel('Service account').fill('nightly')
  await accounts.getByRole('button', { name: 'Create account' }).click()
  await accounts.getByText('Operator · 0 keys').waitFor()
  await accounts.getByRole('button', { name: 'Remove nightly and its keys' }).click()
  const removal = page.getByRole('dialog', { name: 'Remove the service account “nightly”?' })
  await removal.getByRole('button', { name: 'Remove' }).click()
  await accounts.getByText('No service accounts yet.').waitFor()
})

test('another session is ended from here, this one stays', async (t) => {
  const other = await signedInBrowser(server)
  const page = await openSignedIn(t, browser, server, at('account'))
  const sessions = page.getByRole('region', { name: 'Sessions' }).getByRole('listitem')
  await sessions.filter({ hasText: 'An unknown device' }).first().waitFor()
  assert.match(await sessions.filter({ hasText: 'this one' }).innerText(), /Chrome on Linux/)
  await page.getByRole('button', { name: 'Sign out all others' }).click()
  await sessions.filter({ hasText: 'An unknown device' }).first().waitFor({ state: 'detached' })
  assert.equal(await sessions.count(), 1)
  const isEnded = async () => (await other.client.account.session()).user === null
  await waitFor('the other session to end', isEnded)
})

test('a person changes their name, and by the current password the password', async (t) => {
  const own = await startServer(t)
  await setUpBrowser(own)
  const page = await openSignedIn(t, browser, own, at('account'), { expected: [/401/] })
  await page.getByLabel('Name', { exact: true }).fill('Grace Hopper')
  await page.getByRole('button', { name: 'Change name' }).click()
  await page.getByText('You are shown as “Grace Hopper” now.').first().waitFor()
  const next = 'another horse entirely'
  await page.getByLabel('Current password').fill('wrong horse')
  await page.getByLabel('New password').fill(next)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('The current password is wrong.').waitFor()

  await page.getByLabel('Current password').fill(PERSON.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('Password changed.').first().waitFor()
  assert.equal(await page.getByLabel('New password').inputValue(), '')
  const { user } = await openBrowser(own).client.account.signIn({ ...PERSON, password: next })
  assert.deepEqual([user.email, user.name], [PERSON.email, 'Grace Hopper'])
})

test('a chosen theme outlives a reload and is there before the first paint', async (t) => {
  const page = await openSignedIn(t, browser, server, at('appearance'), { colorScheme: 'light' })
  const choose = async (name: string) => {
    await page.getByText(name, { exact: true }).click()
    await page.getByRole('radio', { name, checked: true }).waitFor({ state: 'attached' })
  }
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.evaluate(() => document.fonts.ready)
  const light = await background()
  await choose('Dark')
  const dark = await background()
  assert.notEqual(dark, light)

  await page.addInitScript(() => {
    const seen = { themedAt: Number.POSITIVE_INFINITY }
    Object.assign(globalThis, { seen })
    new MutationObserver(() => {
      if (document.documentElement?.dataset.theme)
        seen.themedAt = Math.min(seen.themedAt, performance.now())
    }).observe(document, { attributes: true, subtree: true, childList: true })
  })
  await page.reload()
  assert.equal(await background(), dark)
  await page.getByRole('radio', { name: 'Dark' }).waitFor({ state: 'attached' })
  const { themedAt, paintedAt } = await page.evaluate(async () => {
    const [paint] = performance.getEntriesByType('paint')
    const { seen } = globalThis as unknown as { seen: { themedAt: number } }
    return { themedAt: seen.themedAt, paintedAt: paint?.startTime ?? 0 }
  })
  assert.ok(themedAt < paintedAt, `themed at ${themedAt} ms, painted at ${paintedAt} ms`)

  // Another tab of the same browser follows.
  const other = await page.context().newPage()
  await other.goto(server.url)
  await other.getByRole('status').getByText('Live').waitFor()
  await choose('Light')
  await other.waitForFunction(() => document.documentElement.dataset.theme === 'light')
  await choose('System')
  await other.waitForFunction(() => document.documentElement.dataset.theme === undefined)
  assert.equal(await page.evaluate(() => localStorage.getItem('mission-control.appearance')), null)
})

for (const colorScheme of THEMES) {
  test(`every section is accessible when it is ${colorScheme}`, async (t) => {
    const page = await openSignedIn(t, browser, server, '/settings', { colorScheme })
    for (const name of [
      'Task Approval',
      'New Desktops',
      'API Keys',
      'Audit Log',
      'Account',
      'Appearance',
    ]) {
      await page.getByRole('navigation').getByRole('link', { name }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await glanceForViolations(page)
    }
  })
}

test('on a phone the sections are a list that leads to each and back', async (t) => {
  const page = await openSignedIn(t, browser, server, '/settings', {
    viewport: { width: 390, height: 844 },
  })
  await page.getByRole('link', { name: 'API Keys' }).click()
  await page.getByRole('heading', { name: 'API Keys' }).waitFor()
  assert.equal(await page.getByRole('link', { name: 'Task Approval' }).isVisible(), false)
  await page.getByRole('link', { name: 'All settings' }).click()
  await page.getByRole('link', { name: 'Task Approval' }).waitFor()
})

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  test(`the audit log says who did what, ${viewport.width} px wide`, async (t) => {
    const { id } = await server.client.desktops.create({ name: 'spare' })
    await fetch(`${server.url}/api/mission-control/tasks`, { headers: { 'x-api-key': 'mc_wrong' } })
    const page = await openSignedIn(t, browser, server, at('audit'), { viewport })
    const rows = page.getByRole('list', { name: 'Who did what' }).getByRole('listitem')
    const made = rows.filter({ hasText: 'createDesktop' }).filter({ hasText: id })
    await made.getByText('First key').waitFor()
    await made.getByRole('img', { name: 'First key' }).waitFor()
    await page.getByRole('button', { name: 'Refused only' }).click()
    await rows.filter({ hasText: 'refused' }).first().waitFor()
    await made.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Refused only' }).click()
    await page.getByRole('searchbox', { name: 'An operation' }).fill(id)
    await waitFor('what was done to it', async () => (await rows.count()) === 1)
    await made.waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    assert.ok(wide <= viewport.width, `${wide} px wide`)
  })
}

test('“mine” shows on the board and in the activity what the person has done, also by a key of theirs, and the address holds it', async (t) => {
  const own = await signedInBrowser(server)
  const task = { type: 'command', desktopId: server.desktopId } as const
  await own.client.tasks.create({ ...task, content: 'echo by-me' })
  await server.client.tasks.create({ ...task, content: 'echo by-key' })
  const bob = await addMember(server, 'Bob', 'operator')
  await bob.client.tasks.create({ ...task, content: 'echo by-bob' })
  const page = await openSignedIn(t, browser, server, '/?mine=true')
  const pending = page.getByRole('region', { name: /^Pending/ })
  await pending.getByText('by-me').waitFor()
  await pending.getByText('by-key').waitFor()
  assert.equal(await pending.getByText('by-bob').count(), 0)
  await page.getByRole('region', { name: 'Pending, 2' }).waitFor()
  await page.getByRole('button', { name: 'Mine', exact: true }).first().click()
  await pending.getByText('by-bob').waitFor()
  assert.equal(new URL(page.url()).searchParams.get('mine'), null)

  await page.goto(`${server.url}/activity?mine=true`)
  const log = page.getByRole('main')
  await log.getByText('by-me').first().waitFor()
  await log.getByRole('img', { name: 'Owner' }).first().waitFor()
  await log.getByText('by-key').first().waitFor()
  assert.equal(await log.getByText('by-bob').count(), 0)
  await page.getByRole('button', { name: 'Mine', exact: true }).click()
  await log.getByText('by-bob').first().waitFor()
})
