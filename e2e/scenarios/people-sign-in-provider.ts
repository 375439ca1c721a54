/** Part of people-sign-in.test.ts: who is let in by a provider, and out again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { openBrowser, PERSON } from '../setup/browser.ts'
import type { Account } from '../setup/identity-provider.ts'
import { invited, PASSWORD, tokenOf } from '../setup/people.ts'
import { assertProblem } from '../setup/problems.ts'
import { ADA, audited, rolesIn, type SignInSite } from '../setup/sign-in-site.ts'

const REFUSED: [string, Account][] = [
  ['nobody here knows', { ...ADA, sub: 'eve', email: 'eve@example.org' }],
  ['has no verified e-mail', { ...ADA, sub: 'eve', email_verified: false }],
  ['has no word on whether it is verified', { sub: 'eve', email: PERSON.email }],
  ['has no e-mail', { sub: 'eve' }],
  ['has got the e-mail of somebody who is linked already', { ...ADA, sub: 'eve' }],
]

export function testProvider(site: SignInSite): void {
  const { idp, server, owner, stranger, signInThere, finish, through } = site

  test('the ways in are told; who has signed in at the provider is known here by a verified e-mail, then by their id there', async () => {
    const browser = stranger()
    assert.deepEqual(await browser.client.account.ways(), {
      password: true,
      providers: [{ id: 'oidc', name: 'Example Inc.' }],
      header: null,
      reset: false,
      passkeys: null,
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

  for (const [what, account] of REFUSED) {
    test(`somebody who ${what} is refused in words`, async () => {
      await through(stranger())
      const browser = stranger()
      await assertProblem(await through(browser, account), 'not_admitted')
      assert.equal(browser.cookie, undefined)
    })
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

  test('whoever joins by an open link under the address of somebody else keeps no way in to what becomes theirs', async () => {
    const { invitations, account } = owner.client
    const token = tokenOf(await invitations.create({ role: 'viewer' }))
    const grace = { sub: 'grace', email: 'grace@example.org', email_verified: true }
    const person = { name: 'Mallory', email: grace.email, password: PASSWORD }
    const mallory = stranger()
    const { user } = await mallory.client.invitations.join({ token, ...person })
    const { key } = await mallory.client.apiKeys.create('kept')
    const { secret } = await mallory.client.account.startTotp({ password: PASSWORD })
    const app = new TOTP({ secret: Secret.fromBase32(secret) })
    await mallory.client.account.confirmTotp({ code: app.generate() })

    const refused = await assertProblem(await through(stranger(), grace), 'not_admitted')
    assert.match(refused.detail, /nobody has confirmed it/)
    const { link } = await account.makeResetLink(user.id)
    const password = 'another horse, another battery'
    await stranger().client.account.resetPassword({ token: link.split('#')[1]!, password })
    assert.equal((await through(stranger(), grace)).status, 200)
    await stranger().client.account.signIn({ email: grace.email, password })
    await assert.rejects(mallory.client.account.sessions(), { code: 'unauthenticated' })
    const byKey = await fetch(`${server.url}/api/desktops`, { headers: { 'x-api-key': key } })
    await assertProblem(byKey, 'unauthenticated')

    // An address that is invited, or that the provider has said, is known to be theirs.
    const { email } = await invited(server, owner.client, 'viewer', 'Heidi')
    const heidi = { sub: 'heidi', email, email_verified: true }
    assert.equal((await through(stranger(), heidi)).status, 200)
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
}
