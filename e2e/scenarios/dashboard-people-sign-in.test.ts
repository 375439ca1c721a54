/** Signing in by more than a password: in a real browser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { PERSON, setUpBrowser } from '../setup/browser.ts'
import { openPage, openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { CLIENT, startIdentityProvider } from '../setup/identity-provider.ts'
import { startMailbox } from '../setup/mailbox.ts'
import { startServer } from '../setup/server.ts'

const ADA = { sub: 'ada', email: PERSON.email, email_verified: true }
const idp = await startIdentityProvider(wholeFile, ADA)
const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
await setUpBrowser(server)

const mailbox = await startMailbox(wholeFile)
/** Behind a proxy, which says who somebody is. */
const behind = await startServer(wholeFile, {
  MISSION_CONTROL_LOCAL_DESKTOP: 'off',
  MISSION_CONTROL_TRUST_PROXY: '127.0.0.1',
  MISSION_CONTROL_TRUSTED_HEADER: 'remote-email',
  ...mailbox.environment('https://fleet.example.org'),
})
await setUpBrowser(behind)

/** Where no password counts. */
const strict = await startServer(wholeFile, {
  MISSION_CONTROL_LOCAL_DESKTOP: 'off',
  MISSION_CONTROL_SSO_REQUIRED: 'on',
  ...idp.environment,
})
idp.register(server.url, strict.url)

/** The way to the provider leads to another host; what the console says of answers that a test asks for. */
const EXPECTED = { expected: [/request to another host: http:\/\/127\.0\.0\.1:/, /40[13]/] }

async function signInThere(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Continue with Example Inc.' }).click()
  await page.getByRole('button', { name: /^Sign in as/ }).click()
}

test('the owner adds a provider, tests it, and tries it in a window of its own', async (t) => {
  const page = await openSignedIn(t, browser, server, '/settings/single-sign-on', EXPECTED)
  await page.getByRole('button', { name: 'Add a provider' }).click()
  await page.getByRole('radio', { name: /^OpenID Connect/ }).check({ force: true })
  await page.getByText(`${server.url}/sign-in/sso`).waitFor()
  const add = page.getByRole('button', { name: 'Add', exact: true })
  await add.click()
  await page.getByText('Enter a value.').first().waitFor()
  await page.getByLabel('Issuer').fill(idp.issuer)
  await page.getByLabel('Client id').fill(CLIENT.id)
  await page.getByLabel('Client secret', { exact: true }).fill(CLIENT.secret)
  await page.getByLabel('Name', { exact: true }).fill('Example Inc.')
  await glanceForViolations(page)
  await add.click()

  const card = page.getByRole('article', { name: 'Example Inc.' })
  await card.getByRole('button', { name: 'Test Example Inc.' }).click()
  await card.getByText('The provider takes the client id and the secret.').waitFor()
  await glanceForViolations(page)
  const [trial] = await Promise.all([
    page.waitForEvent('popup'),
    card.getByRole('button', { name: 'Try to sign in through Example Inc.' }).click(),
  ])
  await trial.getByRole('button', { name: /^Sign in as/ }).click()
  await trial.getByText('This signs in Owner').waitFor()
  await trial.getByText('Nobody was signed in').waitFor()
  await glanceForViolations(trial)
})

test('a provider leads back to the page where one was, signed in; and signs out again', async (t) => {
  idp.account = ADA
  const page = await openPage(t, browser, `${server.url}/desktops`, EXPECTED)
  await page.getByRole('button', { name: 'Continue with Example Inc.' }).waitFor()
  await glanceForViolations(page)
  await signInThere(page)
  await page.waitForURL(`${server.url}/desktops`)
  await page.getByRole('button', { name: `Account of ${PERSON.email}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL((url) => url.origin === idp.issuer)
  await page.getByRole('button', { name: /Yes/ }).click()
  await page.waitForURL(`${server.url}/`)
  await page.getByLabel('E-mail').waitFor()
})

test('whoever is not known here is told so, and finds the way back', async (t) => {
  idp.account = { ...ADA, sub: 'eve', email: 'eve@example.org' }
  const page = await openPage(t, browser, server.url, EXPECTED)
  await signInThere(page)
  await page.getByRole('alert').filter({ hasText: 'Nobody here has the e-mail' }).waitFor()
  assert.equal(page.url(), `${server.url}/sign-in/sso`, 'the code stays out of the address')
  await glanceForViolations(page)
  await page.getByRole('link', { name: 'Back to sign-in' }).click()
  await page.getByLabel('E-mail').waitFor()
})

test('whom a proxy names signs in by a click, and is signed out until the next one', async (t) => {
  const page = await openPage(t, browser, behind.url, EXPECTED)
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': '192.0.2.1', 'remote-email': PERSON.email })
  await page.reload()
  await page.getByRole('button', { name: `Continue as ${PERSON.email}` }).click()
  await page.getByRole('button', { name: `Account of ${PERSON.email}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: `Continue as ${PERSON.email}` }).waitFor()
})

test('two factors are turned on with an app, asked for beside the password, and turned off', async (t) => {
  const page = await openSignedIn(t, browser, server, '/settings/account', EXPECTED)
  const part = page.getByRole('region', { name: 'Two-factor sign-in' })
  await part.getByRole('button', { name: 'Turn on' }).click()
  await part.getByLabel('Your password').fill('wrong horse')
  await page.keyboard.press('Enter')
  await part.getByRole('alert').filter({ hasText: 'The password is wrong.' }).waitFor()
  await part.getByLabel('Your password').fill(PERSON.password)
  await page.keyboard.press('Enter')
  await part.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
  const secret = await part.locator('pre').innerText()
  const app = new TOTP({ secret: Secret.fromBase32(secret.trim()) })
  await glanceForViolations(page)
  await part.getByLabel('Code from the app').fill(app.generate())
  await page.keyboard.press('Enter')
  await part.getByRole('heading', { name: 'Recovery codes' }).waitFor()
  const codes = (await part.locator('pre').innerText()).trim().split(/\s+/)
  assert.equal(codes.length, 10)
  await glanceForViolations(page)
  await part.getByRole('button', { name: 'I have saved them' }).click()
  await part.getByText('10 recovery codes are left').waitFor()

  const other = await openPage(t, browser, server.url, EXPECTED)
  await other.getByLabel('E-mail').fill(PERSON.email)
  await other.getByLabel('Password', { exact: true }).fill(PERSON.password)
  await other.keyboard.press('Enter')
  await other.getByLabel('Code').fill('000000')
  await other.keyboard.press('Enter')
  await other.getByRole('alert').filter({ hasText: 'This code is wrong' }).waitFor()
  await glanceForViolations(other)
  await other.getByLabel('Code').fill(app.generate({ timestamp: Date.now() + 30_000 }))
  await other.keyboard.press('Enter')
  await other.getByRole('status').getByText('Live').waitFor()

  await part.getByRole('button', { name: 'Turn off' }).click()
  await part.getByLabel('Your password').fill(PERSON.password)
  await part.getByLabel('Code from the app').fill(codes[0]!)
  await page.keyboard.press('Enter')
  await part.getByText('Off. An authenticator app').waitFor()
})

test('a passkey is added on a page of the dashboard, signs in, and is removed', async (t) => {
  // Browsers know passkeys by a host's name.
  const here = { ...server, url: server.url.replace('127.0.0.1', 'localhost') }
  const page = await openPage(t, browser, here.url, EXPECTED)
  const devices = await page.context().newCDPSession(page)
  await devices.send('WebAuthn.enable')
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  })
  const byPasskey = page.getByRole('button', { name: 'Sign in with a passkey' })
  await byPasskey.click()
  await page.getByRole('alert').filter({ hasText: 'Nothing was signed' }).waitFor()
  await glanceForViolations(page)
  await page.getByLabel('E-mail').fill(PERSON.email)
  await page.getByLabel('Password', { exact: true }).fill(PERSON.password)
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('Live').waitFor()

  await page.goto(`${here.url}/settings/account`)
  const part = page.getByRole('region', { name: 'Passkeys' })
  await part.getByRole('button', { name: 'Add a passkey' }).click()
  await part.getByLabel('Name').fill('My phone')
  await part.getByLabel('Your password').fill('wrong horse')
  await page.keyboard.press('Enter')
  await part.getByRole('alert').filter({ hasText: 'The password is wrong.' }).waitFor()
  await part.getByLabel('Your password').fill(PERSON.password)
  await page.keyboard.press('Enter')
  await part.getByRole('listitem').filter({ hasText: 'My phone' }).waitFor()
  await glanceForViolations(page)
  await page.getByRole('button', { name: `Account of ${PERSON.email}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await byPasskey.click()
  await page.getByRole('status').getByText('Live').waitFor()

  await page.goto(`${here.url}/settings/account`)
  await part.getByText('used just now').waitFor()
  await part.getByRole('button', { name: 'Remove My phone' }).click()
  await part.getByLabel('Your password').fill(PERSON.password)
  await glanceForViolations(page)
  await page.keyboard.press('Enter')
  await part.getByText('You have no passkeys yet.').waitFor()
})

test('where single sign-on is required an invitation leads through the provider, to the one who joins', async (t) => {
  const { client } = await setUpBrowser(strict)
  const invite = async (email?: string) =>
    (await client.invitations.create({ role: 'viewer', ...(email && { email }) })).link
  const open = async (email?: string) => {
    const page = await openPage(t, browser, await invite(email), EXPECTED)
    await page.getByText('Owner invites you as Viewer').waitFor()
    assert.equal(await page.getByLabel('Password', { exact: true }).count(), 0)
    return page
  }
  // Of an address: whoever has it at the provider is a member by signing in.
  idp.account = { sub: 'grace', email: 'grace@example.org', email_verified: true, name: 'Grace' }
  const page = await open('grace@example.org')
  await page.getByText('Sign in as grace@example.org to become a member.').waitFor()
  await glanceForViolations(page)
  await signInThere(page)
  await page.getByRole('status').getByText('Live').waitFor()
  const roles = async () =>
    Object.fromEntries((await client.members.list()).map(({ name, role }) => [name, role]))
  assert.deepEqual(await roles(), { Owner: 'admin', Grace: 'viewer' })

  // Of nobody in particular: whoever has an account comes back to it, signed in, and joins.
  await client.members.remove(
    (await client.members.list()).find(({ name }) => name === 'Grace')!.id,
  )
  const again = await open()
  await again.getByText('Sign in, then join.').waitFor()
  await signInThere(again)
  await again.getByRole('button', { name: 'Join as grace@example.org' }).click()
  await again.waitForURL(/\/w\/workspace_/)
  await again.getByRole('status').getByText('Live').waitFor()
  assert.deepEqual(await roles(), { Owner: 'admin', Grace: 'viewer' })
  assert.deepEqual(await client.invitations.list(), [])
})

test('whoever has forgotten the password has a link sent, and chooses another one by it', async (t) => {
  const page = await openPage(t, browser, behind.url, EXPECTED)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.getByRole('heading', { name: 'Choose another password' }).waitFor()
  await page.getByLabel('E-mail').fill(PERSON.email)
  await glanceForViolations(page)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await page.getByText('a link is on its way').waitFor()
  const [, path = ''] = /fleet\.example\.org(\/reset#\S+)/.exec((await mailbox.next()).text) ?? []

  const opened = await openPage(t, browser, behind.url + path, EXPECTED)
  const password = 'another horse, another battery'
  await opened.getByLabel('New password').fill(password)
  assert.equal(opened.url(), `${behind.url}/reset`, 'the secret stays out of the address')
  await glanceForViolations(opened)
  await opened.getByRole('button', { name: 'Change the password' }).click()
  await opened.getByText('Your password is changed').waitFor()
  await opened.getByRole('link', { name: 'Back to sign-in' }).click()
  await opened.getByLabel('E-mail').fill(PERSON.email)
  await opened.getByLabel('Password', { exact: true }).fill(password)
  await opened.keyboard.press('Enter')
  await opened.getByRole('status').getByText('Live').waitFor()
})
