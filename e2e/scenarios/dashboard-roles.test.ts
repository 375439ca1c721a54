/** What the dashboard offers to each role, and to several people: in a real browser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isApprover, ROLES, type Role, type Scope, scopesOf } from '@mission-control/protocol'
import type { Locator, Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand } from '../setup/tasks.ts'
import { testPeople } from './dashboard-people.ts'

const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile)
const { client, desktopId } = server
const command = { type: 'command', content: 'true', desktopId } as const
const pending = (await client.tasks.create(command)).id
const review = (await finishCommand(server, 'true', { requiresApproval: true })).id
const done = (await finishCommand(server, 'true')).id

const button = (name: string | RegExp) => (page: Page) =>
  page.getByRole('main').getByRole('button', { name }).first()
/** Of a task, which stands over the board. */
const panel = (page: Page) => page.locator('[data-panel]')
const inPanel = (name: string | RegExp) => (page: Page) =>
  panel(page).getByRole('button', { name }).first()
/** What is there for everybody, once the page is. */
const words = (wanted: string | RegExp) => (page: Page) =>
  page.getByRole('main').getByText(wanted).first()
const inTask = (wanted: string | RegExp) => (page: Page) => panel(page).getByText(wanted).first()

/** What each page offers, and what that takes. */
const PAGES: Record<string, { sign: Offer; offers: [string, Scope, Offer][] }> = {
  '/': {
    sign: (page) => page.getByRole('region', { name: /^Pending/ }),
    offers: [
      [
        'New Task',
        'tasks',
        (page) => page.getByRole('banner').getByRole('button', { name: /New Task/ }),
      ],
      ['Run all', 'tasks', button('Run all')],
      ['Approve', 'approvals', button('Approve')],
      ['Reject', 'approvals', button('Reject')],
    ],
  },
  '/approvals': {
    sign: words(/Waiting for (your|a) decision/),
    offers: [
      ['Approve', 'approvals', button(/^Approve/)],
      ['Reject', 'approvals', button(/^Reject/)],
      ['a note', 'approvals', (page) => page.getByLabel('Feedback (optional)')],
    ],
  },
  [`/tasks/${pending}`]: {
    sign: inTask('Created'),
    offers: [
      ['Run', 'tasks', inPanel(/^Run/)],
      ['Cancel', 'tasks', inPanel(/^Cancel/)],
    ],
  },
  [`/tasks/${review}`]: {
    sign: inTask(/Waiting for (your|a) decision/),
    offers: [['Approve', 'approvals', inPanel(/^Approve/)]],
  },
  [`/tasks/${done}`]: {
    sign: inTask('Created'),
    offers: [
      ['Run again', 'tasks', inPanel('Run again')],
      ['Edit and run again', 'tasks', inPanel(/^Edit and run again/)],
    ],
  },
  '/desktops': {
    sign: (page) => page.getByRole('heading', { name: 'Desktops' }),
    offers: [['Add desktop', 'desktops', button(/^Add/)]],
  },
  [`/desktops/${desktopId}`]: {
    sign: words('Labels'),
    offers: [
      ['New task', 'tasks', button(/^New task/i)],
      ['Rename', 'desktops', button(/^Rename/)],
      ['Edit labels', 'desktops', button(/^Edit labels/)],
      ['Actions', 'desktops', button('More actions')],
    ],
  },
  [`/desktops/${desktopId}?view=agent`]: {
    sign: (page) => page.getByRole('heading', { name: 'Permissions' }),
    offers: [['Set up', 'desktops', button(/^Set up/)]],
  },
  [`/desktops/${desktopId}?view=chat`]: {
    sign: words(/No agent|no agent/),
    offers: [['a message', 'tasks', (page) => page.getByRole('textbox', { name: /Message/ })]],
  },
  '/settings/task-approval': {
    sign: words('Require approval for every task'),
    offers: [
      ['the switch', 'admin', (page) => page.getByLabel('Require approval for every task')],
      ['the number', 'admin', (page) => page.getByLabel('Approvals needed')],
    ],
  },
  '/settings/new-desktops': {
    sign: words('What a desktop gets when it joins.'),
    offers: [['the agent', 'admin', (page) => page.getByLabel('Agent', { exact: true })]],
  },
  '/settings/audit': {
    sign: words('Who did what in this workspace'),
    offers: [['the entries', 'admin', button('Refused only')]],
  },
}
type Offer = (page: Page) => Locator

const as = (role: Role) => inDatabase(server.dataDir, `update memberships set role = '${role}'`)

for (const role of ROLES) {
  test(`what a ${role} can't do is not offered, or says why`, async (t) => {
    const page = await openSignedIn(t, browser, server)
    page.setDefaultTimeout(6000)
    await as(role)
    t.after(() => as('admin'))
    for (const [path, { sign, offers }] of Object.entries(PAGES)) {
      await page.goto(server.url + path)
      await sign(page).waitFor()
      for (const [name, scope, find] of offers) {
        const found = find(page)
        const may = scopesOf(role).has(scope)
        if (may) await found.waitFor()
        const isOffered = (await found.isVisible()) && (await found.isEnabled())
        assert.equal(isOffered, may, `${path}: ${name}`)
      }
      const isShort = offers.some(([, scope]) => scope === 'admin' && !scopesOf(role).has(scope))
      if (isShort) await page.getByText(/^Your role here is/).waitFor()
    }
    await glanceForViolations(page)

    // Keys and the palette: what isn't offered says why where somebody asks for it nevertheless.
    await page.goto(server.url)
    await PAGES['/']!.sign(page).waitFor()
    const badge = page.getByRole('button', { name: /You are an? / })
    assert.equal(await badge.isVisible(), role !== 'admin')
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog')
    if (scopesOf(role).has('tasks')) await dialog.waitFor()
    else
      await page
        .getByText('Your role here is viewer. This needs the role operator')
        .first()
        .waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('desktop')
    await page.getByRole('option').first().waitFor()
    const entries = await page.getByRole('option', { name: /^Add a desktop/i }).count()
    assert.equal(entries > 0, scopesOf(role).has('desktops'))
  })
}

test('where only admins decide, an approver is offered no decision and told why', async (t) => {
  t.after(async () => {
    await as('admin')
    await client.settings.update({ approverRole: 'approver' })
  })
  await client.settings.update({ approverRole: 'admin' })
  assert.ok(!isApprover('approver', 'admin'))
  const page = await openSignedIn(t, browser, server)
  await as('approver')
  await page.goto(`${server.url}/tasks/${review}`)
  await page.getByText('Your role here is approver. This needs the role admin').first().waitFor()
  assert.equal(await inPanel(/^Approve/)(page).count(), 0)
})

test('a refusal that arrives anyway is told in words', async (t) => {
  t.after(() => as('admin'))
  const page = await openSignedIn(t, browser, server, `/tasks/${review}`, { expected: [/403/] })
  await inPanel(/^Approve/)(page).waitFor()
  // The page doesn't hear of its new role before it asks.
  await page.route('**/api/auth/session', () => undefined)
  await as('operator')
  await inPanel(/^Approve/)(page).click()
  await page.getByText('This needs the scope approvals').first().waitFor()
})

testPeople(browser, server)
