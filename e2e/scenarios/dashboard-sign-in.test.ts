/** Getting in, staying in, getting out: in a real browser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { cards } from '../setup/board.ts'
import { openBrowser, PERSON, setUpBrowser, setUpToken } from '../setup/browser.ts'
import { openPage, openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { THEMES } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'

/** What the console says about an answer that a test asks for. */
const REFUSED = { expected: [/401/, /429/, /ERR_FAILED/] }

const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile)

const email = (page: Page) => page.getByLabel('E-mail')
const password = (page: Page) => page.getByLabel('Password', { exact: true })
const board = (page: Page) => page.getByRole('status').getByText('Live')

async function signIn(page: Page, { email: address, password: secret } = PERSON): Promise<void> {
  await email(page).fill(address)
  await password(page).fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('the printed link leads to a password, and by it to the board; it works once', async (t) => {
  const fresh = await startServer(t)
  const link = `${fresh.url}/set-up#${setUpToken(fresh)}`
  const page = await openPage(t, browser, link, REFUSED)
  await email(page).fill(PERSON.email)
  assert.equal(page.url(), `${fresh.url}/set-up`, 'the secret stays out of the address')
  await glanceForViolations(page)

  await password(page).fill('too short')
  await page.keyboard.press('Enter')
  await page.getByText('Add at least 1 more character.').waitFor()
  await password(page).fill(PERSON.password)
  await page.getByRole('button', { name: 'Show the password' }).click()
  assert.equal(await password(page).getAttribute('type'), 'text')
  await page.getByRole('button', { name: 'Set up and sign in' }).click()
  await board(page).waitFor()
  assert.equal(page.url(), `${fresh.url}/`)

  const second = await openPage(t, browser, link, REFUSED)
  await email(second).fill('eve@example.org')
  await password(second).fill(PERSON.password)
  await second.keyboard.press('Enter')
  await second.getByText('It was already used').waitFor()
  await second.getByText('npm run mission-control -- set-up-link').waitFor()
  await glanceForViolations(second)
})

test('a link without its secret says so; the board says where the link is', async (t) => {
  const fresh = await startServer(t)
  const page = await openPage(t, browser, `${fresh.url}/set-up`)
  await page.getByText('The secret part of the link is missing.').waitFor()
  await page.goto(fresh.url)
  await page.getByText('the one-time link that the server printed').waitFor()
})

test('signing out leads to the form, signing in back to the board', async (t) => {
  const page = await openSignedIn(t, browser, server, '/', REFUSED)
  await page.getByRole('button', { name: `Account of ${PERSON.email}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await email(page).waitFor()
  assert.deepEqual(await page.context().cookies(), [])

  await signIn(page, { ...PERSON, password: 'wrong horse' })
  await page.getByRole('alert').filter({ hasText: 'No user has this' }).waitFor()
  // The wrong password is selected: the right one takes its place.
  await page.keyboard.type(PERSON.password)
  await page.keyboard.press('Enter')
  await board(page).waitFor()
})

test('after too many attempts the form says when to try again', async (t) => {
  const other = await startServer(t)
  await setUpBrowser(other)
  const { client } = openBrowser(other)
  for (let i = 0; i < 10; i++) {
    await client.account.signIn({ ...PERSON, password: `wrong ${i}` }).catch(() => undefined)
  }
  const page = await openPage(t, browser, other.url, REFUSED)
  await signIn(page)
  await page
    .getByRole('alert')
    .filter({ hasText: /Try again in \d+ s\./ })
    .waitFor()
})

test('a session that is revoked in the middle of a form: sign in over it, and it is sent', async (t) => {
  const page = await openSignedIn(t, browser, server, '/', REFUSED)
  await board(page).waitFor()
  await page.keyboard.press('n')
  const form = page.getByRole('dialog', { name: 'New Task' })
  await form.getByRole('textbox', { name: 'Command' }).fill('echo not lost')
  // Another version is served by then, which has no code for this page.
  await page.route('**/assets/**', (route) => route.abort())

  await revokeElsewhere(page)
  const again = page.getByRole('dialog', { name: 'Sign in' })
  await again.waitFor()
  await glanceForViolations(page)
  // Asked for while nobody is signed in: it waits.
  assert.equal(await email(page).inputValue(), PERSON.email)
  await password(page).fill(PERSON.password)
  await page.keyboard.press('Enter')
  await again.waitFor({ state: 'detached' })

  assert.equal(await form.getByRole('textbox', { name: 'Command' }).inputValue(), 'echo not lost')
  await form.getByRole('button', { name: 'Create', exact: true }).click()
  await cards(page, 'Pending', 'echo not lost').waitFor()
})

test('a form that is sent just when the session has ended is sent again after signing in', async (t) => {
  const page = await openSignedIn(t, browser, server, '/', REFUSED)
  await board(page).waitFor()
  await page.keyboard.press('n')
  const form = page.getByRole('dialog', { name: 'New Task' })
  await form.getByRole('textbox', { name: 'Command' }).fill('echo sent once')
  // The page doesn't hear of it before it sends.
  await page.route('**/api/auth/session', (route) => route.abort())
  const revokeFirst = async (route: Route) => {
    await revokeElsewhere(page)
    await route.continue()
  }
  await page.route('**/api/mission-control/tasks/batch', revokeFirst, { times: 1 })
  await form.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('dialog', { name: 'Sign in' }).waitFor()
  await page.unroute('**/api/auth/session')
  await password(page).fill(PERSON.password)
  await page.keyboard.press('Enter')
  await cards(page, 'Pending', 'echo sent once').waitFor()
  await form.waitFor({ state: 'detached' })
  assert.equal(await cards(page, 'Pending', 'echo sent once').count(), 1)
})

test('who signs in again in another tab is let in here as well', async (t) => {
  const page = await openSignedIn(t, browser, server, '/', REFUSED)
  await board(page).waitFor()
  await revokeElsewhere(page)
  const again = page.getByRole('dialog', { name: 'Sign in' })
  await again.waitFor()
  const answer = await page.context().request.post(`${server.url}/api/auth/sign-in`, {
    data: PERSON,
  })
  assert.equal(answer.status(), 200)
  await page.evaluate(() => dispatchEvent(new Event('visibilitychange')))
  await again.waitFor({ state: 'detached' })
})

for (const colorScheme of THEMES) {
  test(`the form is accessible when it is ${colorScheme}`, async (t) => {
    const page = await openPage(t, browser, server.url, { colorScheme, ...REFUSED })
    await signIn(page, { ...PERSON, password: 'wrong horse' })
    await page.getByRole('alert').waitFor()
    await glanceForViolations(page)
  })
}

/** Ends the page's session, as somebody at another machine would. */
async function revokeElsewhere(page: Page): Promise<void> {
  const [cookie] = await page.context().cookies()
  const here = openBrowser(server, `${cookie?.name}=${cookie?.value}`)
  const sessions = await here.client.account.sessions()
  await here.client.account.revokeSession(sessions.find(({ current }) => current)!.id)
}
