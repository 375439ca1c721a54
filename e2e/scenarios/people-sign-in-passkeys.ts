/** Part of people-sign-in.test.ts: a device in place of the password and the code. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PasskeyOptions } from '@mission-control/protocol'
import { Secret, TOTP } from 'otpauth'
import { Authenticator, type Lies } from '../setup/authenticator.ts'
import { type Browser, PERSON } from '../setup/browser.ts'
import { inDatabase } from '../setup/database.ts'
import { invited, PASSWORD } from '../setup/people.ts'
import { assertProblem } from '../setup/problems.ts'
import { audited, type SignInSite, type Site } from '../setup/sign-in-site.ts'

const HOST = 'mc.example.org'
const ORIGIN = `https://${HOST}`

/** What a stranger, or a page of one, may try with a device that does sign somebody in. */
const REFUSED: Record<string, Lies> = {
  'for a page of another site': { origin: 'https://evil.example' },
  'for a neighbour of our host': { origin: 'https://evil.mc.example.org' },
  'for our host without TLS': { origin: `http://${HOST}` },
  'for another host': { host: 'evil.example' },
  'another challenge': { challenge: 'bXIydVpr' },
  'that it has made a passkey': { type: 'webauthn.create' },
  'without knowing who is there': { flags: 0b0001 },
  'while nobody was there': { flags: 0b0100 },
  'fewer times than before': { counter: 1 },
  'by an id that nobody has': { id: 'bXIydVpr' },
  'as somebody else': { userHandle: Buffer.from('user_somebody_else').toString('base64url') },
}

export function testPasskeys(site: SignInSite, strict: Site, known: Site): void {
  const { server, owner, stranger } = site

  /** A browser at the server's name, through a proxy that speaks TLS. */
  function visitor(host = HOST): Browser {
    const browser = stranger()
    return Object.assign(browser, {
      page: Object.assign(browser.page, { 'x-forwarded-host': host, 'x-forwarded-proto': 'https' }),
    })
  }

  async function signedIn(person = PERSON): Promise<Browser> {
    const browser = visitor()
    await browser.client.account.signIn(person)
    return browser
  }

  async function added(browser: Browser, password = PASSWORD): Promise<Authenticator> {
    const device = new Authenticator(ORIGIN)
    const { options } = await browser.client.account.startPasskey({ password })
    const credential = device.make(options)
    await browser.client.account.createPasskey({ name: 'Phone', credential })
    return device
  }

  const begin = async ({ client }: Browser) =>
    (await client.account.startPasskeySignIn()).options as PasskeyOptions['options']

  const finish = (browser: Browser, credential: object) =>
    browser.request('/api/auth/passkey', { method: 'POST', json: { credential } })

  const enter = async (browser: Browser, device: Authenticator, lies?: Lies) =>
    await finish(browser, device.sign(await begin(browser), lies))

  test('a passkey is added by all factors, signs in without a code, is renamed and removed', async () => {
    const { client, cookie } = await signedIn()
    const { account } = client
    await assert.rejects(account.startPasskey({ password: 'wrong horse' }), {
      code: 'wrong_credentials',
    })
    const device = await added({ ...visitor(), client })
    const { secret } = await account.startTotp({ password: PERSON.password })
    const app = new TOTP({ secret: Secret.fromBase32(secret) })
    const { codes } = await account.confirmTotp({ code: app.generate() })
    const [first = '', second = '', third = ''] = codes

    const browser = visitor()
    const entered = await enter(browser, device)
    assert.equal(entered.headers.get('cache-control'), 'no-store')
    assert.equal((await entered.json()).user.email, PERSON.email)
    assert.match(browser.cookie!, /^__Host-mission_control_session=[\w-]{43}$/)
    assert.notEqual(browser.cookie, cookie)
    const { outcome, actor, target } = await audited(owner.client, 'signInByPasskey', browser)
    assert.deepEqual([outcome, actor?.kind], ['ok', 'user'])
    assert.match(target!, /^session_/)

    const [passkey] = await browser.client.account.passkeys()
    assert.deepEqual([passkey?.name, passkey?.host], ['Phone', HOST])
    assert.ok(passkey!.lastUsedAt)
    const { id } = passkey!
    assert.equal((await account.renamePasskey(id, 'Old phone')).name, 'Old phone')
    const { password } = PERSON
    for (const ask of [
      () => account.startPasskey({ password }),
      () => account.removePasskey(id, { password }),
    ]) {
      await assert.rejects(ask(), { code: 'second_factor_required' })
    }
    const wrong = { password, code: first.replaceAll(/\w/g, 'a') }
    await assert.rejects(account.removePasskey(id, wrong), { code: 'wrong_code' })
    await account.startPasskey({ password, code: first })
    await account.removePasskey(id, { password, code: second })
    assert.deepEqual(await account.passkeys(), [])
    for (const action of ['createPasskey', 'updatePasskey', 'removePasskey']) {
      const rows = (await owner.client.audit.list({ action })).filter(
        ({ outcome }) => outcome === 'ok',
      )
      assert.deepEqual(
        rows.map(({ target }) => target),
        [id],
        action,
      )
    }
    for (const action of ['createPasskey', 'updatePasskey', 'removePasskey']) {
      const [row] = await client.audit.list({ action, outcome: 'ok' })
      assert.equal(row?.actor?.kind, 'user', action)
    }
    await assert.rejects(account.renamePasskey(id, 'x'), { code: 'passkey_not_found' })
    await assertProblem(await enter(visitor(), device), 'wrong_passkey')
    await account.removeTotp({ password, code: third })
    await browser.client.settings.get()
  })

  test('what a device signs counts for what was asked, once, in the browser that has asked, and for its own user; the words of a refusal are always the same', async () => {
    const person = await invited(server, owner.client, 'viewer', 'Dana')
    const session = await signedIn({ email: person.email, password: PASSWORD })
    const device = await added(session)
    assert.equal((await enter(visitor(), device)).status, 200)
    const words = new Set<string>()
    const refuse = async (answer: Response) => {
      assert.doesNotMatch(answer.headers.getSetCookie().join(), /session/)
      words.add((await assertProblem(answer, 'wrong_passkey')).detail)
    }
    for (const [what, lies] of Object.entries(REFUSED)) {
      const answer = await enter(visitor(), device, lies)
      assert.equal(answer.status, 401, what)
      await refuse(answer)
    }
    const other = visitor()
    const copied = { ...new Authenticator(ORIGIN).sign(await begin(other)), id: device.id }
    await refuse(await finish(other, { ...copied, rawId: device.id }))

    const browser = visitor()
    const credential = device.sign(await begin(browser))
    const begun = browser.cookie
    await assertProblem(await finish(visitor(), credential), 'wrong_passkey')
    const both = [browser, { ...visitor(), cookie: begun }].map((each) => finish(each, credential))
    const statuses = (await Promise.all(both)).map(({ status }) => status)
    assert.deepEqual(statuses.sort(), [200, 401])
    const again = visitor()
    again.cookie = begun
    await refuse(await finish(again, credential))
    assert.equal(words.size, 1)
    // Of another host of the same server, where it was not added.
    await assertProblem(await enter(visitor('other.example.org'), device), 'wrong_passkey')
    const page = visitor()
    const signed = device.sign(await begin(page))
    page.page['sec-fetch-site'] = 'cross-site'
    await assertProblem(await finish(page, signed), 'foreign_origin')

    await owner.client.users.disable(person.id, true)
    await assertProblem(await enter(visitor(), device), 'not_admitted')
  })

  test('a passkey is made for the session that has asked, from no certificate, by nobody else, and a user has twenty at most', async () => {
    const person = await invited(server, owner.client, 'viewer', 'Erin')
    const login = { email: person.email, password: PASSWORD }
    const [one, other] = [await signedIn(login), await signedIn(login)]
    const device = new Authenticator(ORIGIN)
    const { options } = await one.client.account.startPasskey({ password: PASSWORD })
    const add = (browser: Browser, credential: ReturnType<Authenticator['make']>) =>
      browser.client.account.createPasskey({ name: 'Phone', credential })
    const [cookie, ...rest] = one.cookie!.split('; ')
    other.cookie = [other.cookie, ...rest].join('; ')
    const wrong = { code: 'wrong_passkey' }
    await assert.rejects(add(other, device.make(options)), wrong)
    const carried = one.cookie
    const certified = Buffer.from('63666d746374706d6761747453746d74a0', 'hex')
    for (const lies of [
      { attestation: certified },
      { origin: 'https://evil.example' },
      { host: 'evil.example' },
      { flags: 0b0001 },
    ]) {
      one.cookie = carried
      await assert.rejects(add(one, device.make(options, lies)), wrong)
    }
    // A challenge to sign in is none to add by.
    one.cookie = cookie
    await assert.rejects(add(one, device.make({ ...options, ...(await begin(one)) })), wrong)
    one.cookie = carried
    await add(one, device.make(options))
    one.cookie = carried
    await assert.rejects(add(one, new Authenticator(ORIGIN).make(options)), wrong)
    const owners = await signedIn()
    const asked = await owners.client.account.startPasskey(PERSON)
    await assert.rejects(add(owners, device.make(asked.options)), wrong)

    const numbers = Array.from({ length: 19 }, (_, i) => `(${i})`).join()
    await inDatabase(
      server.dataDir,
      `insert into passkeys (id, user_id, name, host, credential_id, public_key, counter, created_at)
       select p.id || n.column1, user_id, name, host, credential_id || n.column1, public_key, 0, 0
       from passkeys p, (values ${numbers}) n where user_id = '${person.id}'`,
    )
    await assert.rejects(one.client.account.startPasskey({ password: PASSWORD }), {
      code: 'too_many_passkeys',
    })
  })

  test('the owner turns off the factors of somebody who has lost them, whose sessions end; never their own', async () => {
    const { id, email } = await invited(server, owner.client, 'viewer', 'Frances')
    const session = await signedIn({ email, password: PASSWORD })
    const device = await added(session)
    const { secret } = await session.client.account.startTotp({ password: PASSWORD })
    const app = new TOTP({ secret: Secret.fromBase32(secret) })
    await session.client.account.confirmTotp({ code: app.generate() })
    await owner.client.users.resetFactors(id)
    await assert.rejects(session.client.account.sessions(), { code: 'unauthenticated' })
    await assertProblem(await enter(visitor(), device), 'wrong_passkey')
    await visitor().client.account.signIn({ email, password: PASSWORD })
    const [row] = await owner.client.audit.list({ action: 'resetFactors' })
    assert.deepEqual([row?.target, row?.outcome, row?.actor?.name], [id, 'ok', 'Owner'])
    const own = (await owner.client.account.session()).user!.id
    for (const { users } of [owner.client, server.client]) {
      await assert.rejects(users.resetFactors(own), { code: 'not_allowed' })
      await assert.rejects(users.resetFactors('user_none'), { code: 'user_not_found' })
    }
  })

  test('passkeys are for the public address, else for the host that is asked; an IP address has none, nor has who must come through a provider', async () => {
    const told = async (browser: Browser) => (await browser.client.account.ways()).passkeys
    assert.equal(await told(visitor()), HOST)
    assert.equal(await told(visitor('localhost:4100')), 'localhost')
    assert.equal(await told(visitor('127.0.0.1:4100')), null)
    const guest = stranger(known.server)
    assert.equal(await told(guest), 'fleet.example.org')
    const unknown = new Authenticator('https://fleet.example.org')
    await assertProblem(await enter(guest, unknown), 'wrong_passkey')
    const { outcome, actor } = await audited(known.server.client, 'signInByPasskey', guest)
    assert.deepEqual([outcome, actor], ['wrong_passkey', null])
    const { account } = stranger().client
    await assert.rejects(account.startPasskeySignIn(), { code: 'passkeys_unavailable' })

    assert.equal(await told(stranger(strict.server)), null)
    const there = stranger(strict.server).client.account
    await assert.rejects(there.startPasskeySignIn(), { code: 'sso_required' })
    const credential = new Authenticator(ORIGIN).sign({ challenge: 'x' })
    await assert.rejects(there.signInByPasskey({ credential }), { code: 'sso_required' })
    const add = strict.owner.client.account.startPasskey(PERSON)
    await assert.rejects(add, { code: 'sso_required' })
  })
}
