/** Signing in by more than a password, and what strangers try there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Client, createClient } from '@mission-control/client'
import type { AuditEntry } from '@mission-control/protocol'
import { generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { Secret, TOTP } from 'otpauth'
import { type Browser, openBrowser, PERSON, setUpBrowser } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { CommandLine } from '../setup/command-line.ts'
import { everythingStored, inDatabase } from '../setup/database.ts'
import { type Account, CLIENT, startIdentityProvider } from '../setup/identity-provider.ts'
import { startMailbox } from '../setup/mailbox.ts'
import { invited, PASSWORD, tokenOf } from '../setup/people.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'

const ADA: Account = {
  sub: 'ada-at-the-provider',
  email: 'Ada@Example.org',
  email_verified: true,
  name: 'Ada',
}
const idp = await startIdentityProvider(wholeFile, ADA)
const ENV = {
  MISSION_CONTROL_LOCAL_DESKTOP: 'off',
  MISSION_CONTROL_TRUST_PROXY: '127.0.0.1',
  MISSION_CONTROL_OIDC_ISSUER: idp.issuer,
  MISSION_CONTROL_OIDC_CLIENT_ID: CLIENT.id,
  MISSION_CONTROL_OIDC_CLIENT_SECRET: CLIENT.secret,
  MISSION_CONTROL_OIDC_NAME: 'Example Inc.',
}
const mailbox = await startMailbox(wholeFile)
const PUBLIC = 'https://fleet.example.org/mc'
const LETTERS = {
  MISSION_CONTROL_SMTP_URL: mailbox.url,
  MISSION_CONTROL_MAIL_FROM: 'Mission Control <mc@example.org>',
  MISSION_CONTROL_PUBLIC_URL: PUBLIC,
}
/** Says in the server's log whenever a password is hashed: what costs time, and might tell something by it. */
const SAYS_WHEN_HASHING = `
  import { createHook } from 'node:async_hooks'
  import { writeSync } from 'node:fs'
  const init = (id, type) => type === 'SCRYPTREQUEST' && writeSync(2, 'a password is hashed\\n')
  createHook({ init, trackPromises: false }).enable()`
const server = await startServer(wholeFile, {
  ...ENV,
  MISSION_CONTROL_LOG_LEVEL: 'debug',
  NODE_OPTIONS: `--import data:text/javascript;base64,${btoa(SAYS_WHEN_HASHING)}`,
})
const owner = await setUpBrowser(server)
idp.register(server.url)

/** From an address of its own, so that its failures count for it alone. */
let addresses = 0
function stranger({ url } = server): Browser {
  const browser = openBrowser({ url })
  browser.page['x-forwarded-for'] = `192.0.2.${++addresses}`
  return browser
}

/** Begins in the browser, signs in at the provider, and resolves with what it sends the browser back with. */
async function signInThere(browser: Browser, returnTo = '/'): Promise<URLSearchParams> {
  const { url } = await browser.client.account.startSso({ provider: 'oidc', returnTo })
  return (await idp.signIn(url)).searchParams
}

async function finish(browser: Browser, answer: URLSearchParams, provider = 'oidc') {
  const json = { provider, answer: `${answer}` }
  return await browser.request('/api/auth/sso/finish', { method: 'POST', json })
}

async function through(browser: Browser, account: Account = ADA): Promise<Response> {
  idp.account = account
  return await finish(browser, await signInThere(browser))
}

test('the ways in are told; who has signed in at the provider is known here by a verified e-mail, then by their id there', async () => {
  const browser = stranger()
  assert.deepEqual(await browser.client.account.ways(), {
    password: true,
    providers: [{ id: 'oidc', name: 'Example Inc.' }],
    header: null,
    reset: false,
  })
  const answer = await signInThere(browser, '/approvals?kind=all#first')
  const { user, returnTo } = await (await finish(browser, answer)).json()
  assert.deepEqual({ ...user, id: '' }, { id: '', email: PERSON.email, name: 'Owner' })
  assert.equal(returnTo, '/approvals?kind=all#first')
  assert.match(browser.cookie!, /^mission_control_session=[\w-]{43}$/, 'the flow is over')
  assert.equal((await browser.client.account.session()).user?.email, PERSON.email)

  // Their e-mail there is another one now, and not even verified.
  const changed = await through(stranger(), {
    ...ADA,
    email: 'l@example.net',
    email_verified: false,
  })
  assert.equal((await changed.json()).user.email, PERSON.email)
})

const REFUSED: [string, Account][] = [
  ['nobody here knows', { ...ADA, sub: 'eve', email: 'eve@example.org' }],
  ['has no verified e-mail', { ...ADA, sub: 'eve', email_verified: false }],
  ['has no word on whether it is verified', { sub: 'eve', email: PERSON.email }],
  ['has no e-mail', { sub: 'eve' }],
  ['has got the e-mail of somebody who is linked already', { ...ADA, sub: 'eve' }],
]
for (const [what, account] of REFUSED) {
  test(`somebody who ${what} is refused in words`, async () => {
    await through(stranger())
    const browser = stranger()
    await assertProblem(await through(browser, account), 'not_admitted')
    assert.equal(browser.cookie, undefined)
  })
}

/** The row in the client's audit log on what that browser did. */
async function audited({ audit }: Client, action: string, { page }: Browser): Promise<AuditEntry> {
  return await waitFor(`a row of ${action}`, async () =>
    (await audit.list({ action })).find(({ address }) => address === page['x-forwarded-for']),
  )
}

test('a disabled user is refused at the provider and by password, each noted in the audit log beside who was let in', async () => {
  const { id, email } = await invited(server, owner.client, 'viewer', 'Bob')
  const bob = { sub: 'bob', email, email_verified: true }
  const browser = stranger()
  assert.equal((await through(browser, bob)).status, 200)
  // Each looks at the log of their own workspace; of those whom nobody knows the owner does.
  const entered = await audited(browser.client, 'finishSso', browser)
  assert.deepEqual([entered.outcome, entered.actor?.id], ['ok', id])
  assert.match(entered.target!, /^session_/)

  await owner.client.users.disable(id, true)
  await assert.rejects(browser.client.account.sessions(), { code: 'unauthenticated' })
  // Known by their id at the provider, or for the first time by their e-mail.
  for (const sub of ['bob', 'bob-again']) {
    const again = stranger()
    const { detail } = await assertProblem(await through(again, { ...bob, sub }), 'not_admitted')
    assert.match(detail, /disabled/)
    assert.equal(again.cookie, undefined)
    const { outcome, actor } = await audited(server.client, 'finishSso', again)
    assert.deepEqual([outcome, actor], ['not_admitted', null])
  }
  const guess = stranger()
  await assert.rejects(guess.client.account.signIn({ email, password: PASSWORD }), {
    code: 'wrong_credentials',
  })

  await owner.client.users.disable(id, false)
  assert.equal((await through(browser, bob)).status, 200)
  const { outcome, actor, target } = await audited(browser.client, 'signIn', guess)
  assert.deepEqual([outcome, actor, target], ['wrong_credentials', null, id])
})

test('a refused sign-in hashes one password, whoever it is for, and its words are the same', async () => {
  const { id, email } = await invited(server, owner.client, 'viewer', 'Disabled')
  await owner.client.users.disable(id, true)
  const hashes = () => server.program.stderr().split('a password is hashed').length - 1
  const words = new Set<string>()
  for (const credentials of [
    { ...PERSON, password: 'wrong horse' },
    { ...PERSON, email: 'nobody@example.org' },
    { email, password: PASSWORD },
    { email, password: 'wrong horse' },
  ]) {
    const before = hashes()
    const json = { method: 'POST', json: credentials }
    const refused = await stranger().request('/api/auth/sign-in', json)
    words.add((await assertProblem(refused, 'wrong_credentials')).detail)
    await waitFor('what was hashed', () => hashes() > before || undefined)
    assert.equal(hashes() - before, 1, credentials.email)
  }
  assert.equal(words.size, 1)
})

test('an invitation for an e-mail address lets in whoever has it at the provider, once, with its role', async () => {
  const { invitations } = owner.client
  await invitations.create({ role: 'operator', email: 'Carol@example.org' })
  const carol = { sub: 'carol', email: 'carol@example.org', email_verified: true, name: 'Carol' }
  const unverified = await through(stranger(), { ...carol, email_verified: false })
  await assertProblem(unverified, 'not_admitted')
  const browser = stranger()
  assert.equal((await (await through(browser, carol)).json()).user.name, 'Carol')
  assert.deepEqual(await rolesIn(browser), { own: 'admin', Personal: 'operator' })
  assert.deepEqual(await invitations.list(), [])
  // There is no password of theirs, which is not said to be a wrong one.
  const none = ({ detail }: { detail: string }) => detail.startsWith('You have no password here')
  const { account } = browser.client
  await assert.rejects(account.startTotp({ password: PASSWORD }), none)
  const change = { currentPassword: PASSWORD, newPassword: 'another horse, another battery' }
  await assert.rejects(account.changePassword(change), none)
})

/** What somebody is in each workspace that they are in. */
async function rolesIn({ client }: Browser) {
  const mine = await client.workspaces.list()
  return Object.fromEntries(mine.map(({ personal, name, role }) => [personal ? 'own' : name, role]))
}

test('groups at the provider say who joins, and at each sign-in what they are in the workspaces of the rules', async (t) => {
  const TEAM = 'workspace_team'
  const joined = await startServer(t, {
    ...ENV,
    MISSION_CONTROL_OIDC_AUTO_JOIN: 'on',
    MISSION_CONTROL_OIDC_ROLES: `dev=operator@${TEAM}, staff = viewer, ops=admin@${TEAM},x=viewer@workspace_none`,
  })
  const chief = await setUpBrowser(joined)
  const { user } = await chief.client.account.session()
  for (const row of [
    `workspaces (id, name, created_at) values ('${TEAM}', 'Team', 1)`,
    `memberships (workspace_id, user_id, role, created_at) values ('${TEAM}', '${user!.id}', 'admin', 1)`,
  ]) {
    await inDatabase(joined.dataDir, `insert into ${row}`)
  }
  idp.register(server.url, joined.url)
  const dan = { sub: 'dan', email: 'dan@example.org', email_verified: true, name: 'Dan' }
  const enter = async (groups?: string[], browser = stranger(joined)) => {
    const entered = await through(browser, { ...dan, ...(groups && { groups }) })
    if (!entered.ok) await assertProblem(entered, 'not_admitted')
    return entered.ok ? await rolesIn(browser) : 'refused'
  }
  const browser = stranger(joined)
  assert.equal(await enter(), 'refused')
  assert.equal(await enter(['others', 'constructor']), 'refused')
  const first = await enter(['staff', 'dev'], browser)
  assert.deepEqual(first, { own: 'admin', Personal: 'viewer', Team: 'operator' })
  const { key: apiKey } = await browser.for(TEAM).apiKeys.create('k')
  const withKey = createClient({ baseUrl: joined.url, apiKey })
  await withKey.tasks.list()
  assert.deepEqual(await enter(['ops', 'dev', 'x']), { own: 'admin', Team: 'admin' })
  assert.deepEqual(await enter(['dev']), { own: 'admin', Team: 'operator' })
  await withKey.tasks.list()
  // They are known now, but in nothing of others.
  assert.deepEqual(await enter(), { own: 'admin' })
  await assert.rejects(withKey.tasks.list(), { code: 'unauthenticated' })
  const rows = await chief.for(TEAM).audit.list()
  assert.deepEqual(
    rows.map(({ action, actor }) => [action, actor?.name]),
    ['removeMember', 'updateMember', 'updateMember', 'createApiKey', 'updateMember'].map((each) => [
      each,
      'Dan',
    ]),
  )
  // The owner stays what they are in their own, and the last admin of a workspace stays one.
  assert.equal((await through(chief)).status, 200)
  assert.deepEqual(await rolesIn(chief), { own: 'admin', Team: 'admin' })
})

const other = await generateKeyPair('RS256')
const second = () => Math.floor(Date.now() / 1000)
type Lie = NonNullable<typeof idp.lie>
const LIES: Record<string, Lie> = {
  'another nonce': (claims, sign) => sign({ ...claims, nonce: 'another' }),
  'no nonce': ({ nonce: _, ...claims }, sign) => sign(claims),
  'another audience': (claims, sign) => sign({ ...claims, aud: 'another' }),
  'a further audience and no word on whose it is': (claims, sign) =>
    sign({ ...claims, aud: [CLIENT.id, 'another'], azp: 'another' }),
  'another issuer': (claims, sign) => sign({ ...claims, iss: 'https://example.net' }),
  'another subject than the token is for': (claims, sign) => sign({ ...claims, sub: 'eve' }),
  'an end in the past': (claims, sign) =>
    sign({ ...claims, iat: second() - 7200, exp: second() - 3600 }),
  'no end': ({ exp: _, ...claims }, sign) => sign(claims),
  'no signature': (claims) => new UnsecuredJWT(claims).encode(),
  'the signature of another key': (claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(other.privateKey),
  'a signature by the secret of the client': (claims: JWTPayload) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(CLIENT.secret.padEnd(32))),
}
for (const [what, lie] of Object.entries(LIES)) {
  test(`an ID token with ${what} signs nobody in`, async () => {
    const browser = stranger()
    idp.account = ADA
    const answer = await signInThere(browser)
    idp.lie = lie
    try {
      const { detail } = await assertProblem(await finish(browser, answer), 'sso_failed')
      assert.match(detail, /^What Example Inc\. answered is not/)
    } finally {
      idp.lie = undefined
    }
    assert.equal(browser.cookie, undefined)
  })
}

const ANSWERS: Record<string, (answer: URLSearchParams) => void> = {
  'another state': (answer) => answer.set('state', 'another'),
  'no state': (answer) => answer.delete('state'),
  'the code of nobody': (answer) => answer.set('code', 'made-up'),
  'no code': (answer) => answer.delete('code'),
  'the name of another provider': (answer) => answer.set('iss', 'https://example.net'),
  'two codes': (answer) => answer.append('code', 'another'),
  'a refusal': (answer) => {
    answer.delete('code')
    answer.set('error', 'access_denied')
  },
}
for (const [what, change] of Object.entries(ANSWERS)) {
  test(`an answer with ${what} signs nobody in`, async () => {
    const browser = stranger()
    idp.account = ADA
    const answer = await signInThere(browser)
    change(answer)
    await assertProblem(await finish(browser, answer), 'sso_failed')
    assert.equal(browser.cookie, undefined)
  })
}

test('an answer counts once, in the browser that has begun, at the provider where it has begun, from our own pages', async () => {
  idp.account = ADA
  const browser = stranger()
  const answer = await signInThere(browser)
  const begun = browser.cookie
  // Somebody is sent a link with an answer of somebody else: they would work in that one's account.
  await assertProblem(await finish(stranger(), answer), 'sso_failed')
  const elsewhere = openBrowser(server, begun)
  await assertProblem(await finish(elsewhere, answer, 'another'), 'invalid_request')
  const forged = openBrowser(server, `${begun?.slice(0, -4)}AAAA`)
  await assertProblem(await finish(forged, answer), 'sso_failed')
  const site = openBrowser(server, begun)
  site.page = { 'sec-fetch-site': 'cross-site' }
  await assertProblem(await finish(site, answer), 'foreign_origin')
  const start = { method: 'POST', json: { provider: 'oidc' } }
  await assertProblem(await site.request('/api/auth/sso/start', start), 'foreign_origin')

  assert.equal((await finish(browser, answer)).status, 200)
  await assertProblem(await finish(browser, answer), 'sso_failed')
  await assertProblem(await finish(openBrowser(server, begun), answer), 'sso_failed')
})

test('nobody is led out of the dashboard', async () => {
  for (const returnTo of [
    'https://example.net',
    '//example.net',
    '/\\example.net',
    '\\\\example.net',
    '/a\\..\\b',
    '/\t/example.net',
    '/\n/example.net',
    'javascript:alert(1)',
    'approvals',
    '',
    ' /',
    '/ä',
  ]) {
    const json = { provider: 'oidc', returnTo }
    const refused = await stranger().request('/api/auth/sso/start', { method: 'POST', json })
    await assertProblem(refused, 'invalid_request')
  }
})

test('whoever comes with a session that somebody else has put there gets one of their own', async () => {
  const browser = stranger()
  browser.cookie = 'mission_control_session=planted'
  assert.equal((await through(browser)).status, 200)
  assert.doesNotMatch(browser.cookie, /planted/)
  const { cookie } = browser
  assert.equal((await through(browser)).status, 200)
  assert.notEqual(browser.cookie, cookie)
})

test('behind a proxy the provider sends people back to where they see the server', async () => {
  const browser = stranger()
  Object.assign(browser.page, {
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'fleet.example.org',
    'x-forwarded-prefix': '/mission-control',
  })
  const { url } = await browser.client.account.startSso({ provider: 'oidc' })
  const { searchParams } = new URL(url)
  assert.equal(
    searchParams.get('redirect_uri'),
    'https://fleet.example.org/mission-control/sign-in/oidc',
  )
  assert.equal(searchParams.get('code_challenge_method'), 'S256')
  assert.match(browser.cookie!, /^__Host-mission_control_flow=/)
})

test('signing out ends the session here, and leads to the end of the one there', async () => {
  const browser = stranger()
  await through(browser)
  const copy = openBrowser(server, browser.cookie)
  const { url } = await browser.client.account.signOutOfSso()
  const { origin, searchParams } = new URL(url!)
  assert.equal(origin, idp.issuer)
  assert.equal(searchParams.get('post_logout_redirect_uri'), `${server.url}/`)
  assert.ok(searchParams.get('id_token_hint'))
  assert.equal(browser.cookie, undefined)
  await assert.rejects(copy.client.settings.get(), { code: 'unauthenticated' })
  // A session by password ends as ever.
  const byPassword = stranger()
  await byPassword.client.account.signIn(PERSON)
  assert.deepEqual(await byPassword.client.account.signOutOfSso(), { url: null })
})

test('where single sign-on is required no password counts; while the provider is down it says so; the owner gets in by a link', async (t) => {
  const strict = await startServer(t, {
    ...ENV,
    MISSION_CONTROL_SSO_REQUIRED: 'on',
    ...LETTERS,
    MISSION_CONTROL_PUBLIC_URL: `${PUBLIC}/`,
  })
  const emergency = await setUpBrowser(strict)
  assert.ok((await emergency.client.account.session()).user)
  const browser = stranger(strict)
  assert.equal((await browser.client.account.ways()).password, false)
  const invitation = await emergency.client.invitations.create({ role: 'viewer' })
  const token = tokenOf(invitation)
  assert.equal(invitation.link, `${PUBLIC}/invitation#${token}`)
  const guest = stranger(strict)
  const person = { token, name: 'Guest', email: 'guest@example.org', password: PASSWORD }
  await assert.rejects(guest.client.invitations.join(person), { code: 'sso_required' })
  assert.equal(guest.cookie, undefined)
  assert.equal((await emergency.client.invitations.list()).length, 1, 'it is not used up')
  await assert.rejects(browser.client.account.signIn(PERSON), { code: 'sso_required' })
  await assert.rejects(browser.client.account.requestReset(PERSON), { code: 'sso_required' })

  idp.down = true
  const start = { provider: 'oidc' as const }
  const noRetries = { retries: 0 }
  await assert.rejects(browser.client.account.startSso(start, noRetries), {
    code: 'provider_unavailable',
  })
  const here = stranger()
  idp.down = false
  const answer = await signInThere(here)
  idp.down = true
  await assertProblem(await finish(here, answer), 'provider_unavailable')
  await here.client.account.signIn(PERSON)
  idp.down = false
  const begun = await waitFor('the provider to be asked again', () =>
    browser.client.account.startSso(start, noRetries).catch(() => undefined),
  )
  const redirect = new URL(begun.url).searchParams.get('redirect_uri')
  assert.equal(redirect, 'https://fleet.example.org/mc/sign-in/oidc')
})

test('secrets, codes and tokens are neither kept in clear nor logged', async () => {
  const browser = stranger()
  idp.account = ADA
  const answer = await signInThere(browser)
  const flow = browser.cookie!
  let idToken = ''
  idp.lie = async (claims, sign) => {
    idToken = await sign(claims)
    return idToken
  }
  await finish(browser, answer)
  idp.lie = undefined
  assert.match(idToken, /\./)
  const stored = await everythingStored(server.dataDir)
  assert.ok(stored.includes(ADA.sub))
  for (const secret of [CLIENT.secret, answer.get('code')!, idToken, flow, browser.cookie!]) {
    const [, value = secret] = /^\w+=(.+)$/.exec(secret) ?? []
    assert.ok(!stored.includes(value))
    assert.ok(!server.program.stderr().includes(value))
  }
  await owner.client.settings.get()
})

/** The second factor of {@link PERSON}, from when it is turned on. */
let app = new TOTP()
const codeIn = (steps: number) => app.generate({ timestamp: Date.now() + steps * 30_000 })
const wrongCode = () => `${(Number(codeIn(0)) + 1) % 1_000_000}`.padStart(6, '0')

async function turnOn(): Promise<string[]> {
  const { account } = owner.client
  const { secret, uri } = await account.startTotp({ password: PERSON.password })
  assert.equal(new URL(uri).searchParams.get('secret'), secret)
  app = new TOTP({ secret: Secret.fromBase32(secret) })
  return (await account.confirmTotp({ code: codeIn(0) })).codes
}

const byPassword = (code?: string, browser = stranger()) =>
  browser.request('/api/auth/sign-in', { method: 'POST', json: { ...PERSON, code } })

test('with two factors a password alone signs nobody in, and each code works once', async () => {
  const { account } = owner.client
  await assert.rejects(account.startTotp({ password: 'wrong horse' }), {
    code: 'wrong_credentials',
  })
  await account.startTotp({ password: PERSON.password })
  // What is not confirmed locks nobody out.
  assert.equal((await byPassword()).status, 200)
  await assert.rejects(account.confirmTotp({ code: '000000' }), { code: 'wrong_code' })
  const used = await turnOn().then((codes) => ({ codes, code: codeIn(0) }))
  assert.equal(new Set(used.codes).size, 10)
  assert.deepEqual(await account.totp(), { enabled: true, recoveryCodes: 10 })
  await assert.rejects(account.startTotp({ password: PERSON.password }), {
    code: 'second_factor_on',
  })

  const asked = await byPassword()
  assert.equal(asked.headers.get('set-cookie'), null)
  await assertProblem(asked, 'second_factor_required')
  const wrongPassword = { ...PERSON, password: 'wrong horse', code: codeIn(1) }
  const refused = await stranger().request('/api/auth/sign-in', {
    method: 'POST',
    json: wrongPassword,
  })
  await assertProblem(refused, 'wrong_credentials')
  await assertProblem(await byPassword(wrongCode()), 'wrong_code')
  await assertProblem(await byPassword(codeIn(-3)), 'wrong_code')
  await assertProblem(await byPassword(used.code), 'wrong_code')

  const next = codeIn(1)
  const both = await Promise.all([byPassword(next), byPassword(next)])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401])
  await assertProblem(await byPassword(next), 'wrong_code')
  const [recovery = ''] = used.codes
  assert.equal((await byPassword(recovery.toUpperCase().replaceAll('-', ' '))).status, 200)
  await assertProblem(await byPassword(recovery), 'wrong_code')
  assert.equal((await account.totp()).recoveryCodes, 9)

  const mc = new CommandLine(wholeFile, server)
  const input = `${PERSON.email}\n${PERSON.password}\n${used.codes[2]}\n`
  const login = await mc.run(['login', server.url], { input })
  assert.equal(login.code, 0, login.stderr)

  const stored = await everythingStored(server.dataDir)
  for (const secret of [app.secret.base32, ...used.codes]) {
    assert.ok(!stored.includes(secret))
    assert.ok(!server.program.stderr().includes(secret))
  }
  const factors = { password: PERSON.password, code: used.codes[1]! }
  await assert.rejects(account.removeTotp({ ...factors, code: recovery }), { code: 'wrong_code' })
  await account.removeTotp(factors)
  assert.equal((await byPassword()).status, 200)
})

test('whoever knows the password gets ten guesses at the code in a quarter of an hour, from however many addresses', async () => {
  const [recovery] = await turnOn()
  const guesses = await Promise.all(Array.from({ length: 12 }, () => byPassword(wrongCode())))
  const statuses = guesses.map(({ status }) => status)
  assert.ok(statuses.filter((status) => status === 429).length >= 2, statuses.join(' '))
  const late = await byPassword(recovery)
  assert.ok(Number(late.headers.get('retry-after')) > 60)
  await assertProblem(late, 'rate_limited')
  await owner.client.settings.get()
})

test('over a whole /64 a password is guessed at ten times a minute, as from one address', async () => {
  const from = async (address: string) => {
    const browser = openBrowser(server)
    browser.page['x-forwarded-for'] = address
    const json = { email: 'nobody@example.org', password: 'wrong horse' }
    return (await browser.request('/api/auth/sign-in', { method: 'POST', json })).status
  }
  const statuses = await Promise.all(
    Array.from({ length: 12 }, (_, i) => from(`2001:db8::${i.toString(16)}:${i}`)),
  )
  assert.equal(statuses.filter((status) => status === 401).length, 10)
  assert.equal(statuses.filter((status) => status === 429).length, 2)
  assert.equal(await from('2001:db8:0:1::1'), 401)
})

test('a trusted proxy says who somebody is; from anywhere else its header is ignored, and using it is refused and noted', async (t) => {
  const HEADER = 'x-auth-request-email'
  const behind = await startServer(t, {
    MISSION_CONTROL_LOCAL_DESKTOP: 'off',
    MISSION_CONTROL_TRUST_PROXY: '127.0.0.1',
    MISSION_CONTROL_TRUSTED_HEADER: 'X-Auth-Request-Email',
    MISSION_CONTROL_SSO_REQUIRED: 'on',
  })
  await setUpBrowser(behind)
  const named = (email: string, at = behind) => {
    const browser = stranger(at)
    browser.page[HEADER] = email
    return browser
  }
  const use = (browser: Browser) => browser.request('/api/auth/header', { method: 'POST' })
  const ada = named(PERSON.email.toUpperCase())
  assert.equal((await ada.client.account.ways()).header, PERSON.email)
  assert.equal((await ada.client.account.session()).user, null, 'nobody is signed in unasked')
  await assert.rejects(ada.client.settings.get(), { code: 'unauthenticated' })
  assert.equal((await ada.client.account.signInByHeader()).user.email, PERSON.email)
  const { outcome, actor } = await audited(behind.client, 'signInByHeader', ada)
  assert.deepEqual([outcome, actor?.name], ['ok', 'Owner'])

  for (const email of ['eve@example.org', `${PERSON.email}, eve@example.org`]) {
    await assertProblem(await use(named(email)), 'not_admitted')
  }
  await ada.client.invitations.create({ role: 'viewer', email: 'eve@example.org' })
  const eve = named('eve@example.org')
  assert.equal((await use(eve)).status, 200)
  assert.deepEqual(await rolesIn(eve), { own: 'admin', Personal: 'viewer' })
  const site = named(PERSON.email)
  site.page['sec-fetch-site'] = 'cross-site'
  await assertProblem(await use(site), 'foreign_origin')

  // Not by the proxy, which always says for whom it asks.
  const direct = named(PERSON.email)
  delete direct.page['x-forwarded-for']
  // From an address that isn't the proxy's, whatever it says; and where no header is believed.
  const elsewhere = await startServer(t, {
    MISSION_CONTROL_LOCAL_DESKTOP: 'off',
    MISSION_CONTROL_TRUST_PROXY: '192.0.2.1',
    MISSION_CONTROL_TRUSTED_HEADER: HEADER,
  })
  const forged = named(PERSON.email, elsewhere)
  for (const browser of [stranger(behind), direct, forged, named(PERSON.email, server)]) {
    assert.equal((await browser.client.account.ways()).header, null)
    await assertProblem(await use(browser), 'untrusted_header')
    assert.equal(browser.cookie, undefined)
  }
  const note = await waitFor('the row', async () =>
    (await elsewhere.client.audit.list({ action: 'signInByHeader' })).at(0),
  )
  assert.deepEqual(
    [note.outcome, note.actor, note.address],
    ['untrusted_header', null, '127.0.0.1'],
  )
})

test('a link to choose another password is sent to whom it concerns, and nobody else learns whether there is such a user', async (t) => {
  const own = await startServer(t, { ...ENV, ...LETTERS })
  const signedIn = await setUpBrowser(own)
  const { account } = stranger(own).client
  assert.equal((await account.ways()).reset, true)
  const ask = (email: string, browser = stranger(own)) =>
    browser.request('/api/auth/reset', { method: 'POST', json: { email } })
  const answers = [
    await ask('nobody@example.org'),
    await ask(PERSON.email),
    await ask(PERSON.email),
  ]
  for (const answer of answers) {
    assert.equal(answer.status, 204)
    assert.deepEqual([...answer.headers.keys()].sort(), [...answers[0]!.headers.keys()].sort())
  }
  // Whoever asks by another host's name gets no link to that one into the letter.
  const { to, text } = await mailbox.next()
  assert.deepEqual(to, [PERSON.email])
  const [, token = ''] = /^https:\/\/fleet\.example\.org\/mc\/reset#(\S+)$/m.exec(text) ?? []
  const NEW = 'another horse, another battery'
  await assert.rejects(account.resetPassword({ token: `${token}x`, password: NEW }), {
    code: 'wrong_reset_token',
  })
  // It changes the password and nothing else.
  await assert.rejects(account.setUp({ token, ...PERSON }), { code: 'wrong_set_up_token' })
  const both = await Promise.allSettled(
    [0, 1].map(() => account.resetPassword({ token, password: NEW })),
  )
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  await assert.rejects(signedIn.client.settings.get(), { code: 'unauthenticated' })
  await assert.rejects(account.signIn(PERSON), { code: 'wrong_credentials' })
  const { user } = await account.signIn({ ...PERSON, password: NEW })

  const { link } = await own.client.account.makeResetLink(user.id)
  assert.match(link, /^https:\/\/fleet\.example\.org\/mc\/reset#/)
  await account.resetPassword({ token: link.split('#')[1]!, password: PERSON.password })
  await account.signIn(PERSON)
  await assert.rejects(own.client.account.makeResetLink('user_none'), { code: 'user_not_found' })
  assert.ok(!own.program.stderr().includes(token))
  assert.ok(!(await everythingStored(own.dataDir)).includes(token))

  const many = stranger(own)
  const statuses = await Promise.all(
    Array.from({ length: 12 }, (_, i) => ask(`${i}@example.org`, many)),
  )
  assert.equal(statuses.filter(({ status }) => status === 429).length, 2)
  assert.equal(mailbox.waiting, 0, 'nobody else got a letter')
  await assert.rejects(stranger().client.account.requestReset(PERSON, { retries: 0 }), {
    code: 'mail_unavailable',
  })
})
