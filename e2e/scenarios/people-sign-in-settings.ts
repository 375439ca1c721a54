/** Part of people-sign-in.test.ts: providers that the owner sets up in the settings. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ErrorCode } from '@mission-control/protocol'
import { Authenticator } from '../setup/authenticator.ts'
import { type Browser, PERSON } from '../setup/browser.ts'
import { everythingStored } from '../setup/database.ts'
import { CLIENT } from '../setup/identity-provider.ts'
import { PASSWORD, tokenOf } from '../setup/people.ts'
import { assertProblem } from '../setup/problems.ts'
import { ADA, audited, PUBLIC, rolesIn, type SignInSite, type Site } from '../setup/sign-in-site.ts'

/** A server whose environment names no provider. */
export const BARE = Object.fromEntries(
  ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET', 'NAME'].map((each) => [
    `MISSION_CONTROL_OIDC_${each}`,
    '',
  ]),
)

export function testSettings(
  site: SignInSite,
  { server, owner }: Site,
  { owner: strict }: Site,
): void {
  const { idp, stranger, finish } = site
  const { sso, audit } = owner.client
  const OWN = {
    id: 'sso',
    preset: 'oidc',
    name: 'Example Inc.',
    issuer: idp.issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
  } as const

  async function begin(browser: Browser): Promise<URLSearchParams> {
    idp.account = ADA
    const { url } = await browser.client.account.startSso({ provider: 'sso' })
    return (await idp.signIn(url)).searchParams
  }
  const enter = async (browser = stranger(server)) => finish(browser, await begin(browser), 'sso')

  async function tryOut(account = ADA) {
    idp.account = account
    const { url } = await sso.startTrial('sso')
    const { searchParams } = await idp.signIn(url)
    return { answer: `${searchParams}`, provider: 'sso' }
  }

  const REFUSED: [what: string, change: object, code: ErrorCode, path?: string][] = [
    ['the id of the environment', { id: 'oidc' }, 'set_by_environment'],
    ['an id for a path', { id: '../x' }, 'invalid_request', 'id'],
    ['an issuer in clear', { issuer: 'http://example.net' }, 'invalid_request', 'issuer'],
    ['the address of a cloud', { issuer: 'https://169.254.169.254/' }, 'invalid_request', 'issuer'],
    ['another spelling of that', { issuer: 'https://0xa9fea9fe/' }, 'invalid_request', 'issuer'],
    ['a password in the issuer', { issuer: 'https://a:b@c.de' }, 'invalid_request', 'issuer'],
    ['no issuer', { issuer: undefined }, 'invalid_request', 'issuer'],
    [
      'every directory of Microsoft',
      { preset: 'microsoft', issuer: 'https://login.microsoftonline.com/common/v2.0' },
      'invalid_request',
      'issuer',
    ],
    ['another Google', { preset: 'google' }, 'invalid_request', 'issuer'],
    ['scopes without openid', { scopes: 'email' }, 'invalid_request', 'scopes'],
    [
      'roles where the owner has none to give',
      { roles: [{ group: 'g', role: 'admin', workspaceId: 'workspace_x' }] },
      'unknown_workspace',
      'roles.0.workspaceId',
    ],
  ]
  for (const [what, change, code, path] of REFUSED) {
    test(`a provider with ${what} is refused`, async () => {
      const json = { ...OWN, ...change }
      const answer = await owner.request('/api/sso/providers', { method: 'POST', json })
      const { errors } = await assertProblem(answer, code)
      assert.equal(errors?.[0]?.path, path)
    })
  }

  test('a trial tells what a sign-in would come to, and changes nothing', async () => {
    await sso.create({ ...OWN, enabled: false })
    await assert.rejects(stranger(server).client.account.startSso({ provider: 'sso' }), {
      code: 'unknown_provider',
    })
    const cookie = owner.cookie
    const trial = await sso.finishTrial(await tryOut())
    assert.deepEqual(
      [trial.admitted, trial.user?.name, trial.user?.isNew, trial.places.map(({ role }) => role)],
      [true, 'Owner', false, ['admin']],
    )
    assert.ok(trial.claims.some(({ name, value }) => name === 'email' && value === ADA.email))
    assert.equal(owner.cookie, cookie, 'and signs nobody in')
    const eve = { sub: 'eve', email: 'eve@example.org', email_verified: true, groups: ['dev'] }
    const refused = await sso.finishTrial(await tryOut(eve))
    assert.deepEqual([refused.admitted, refused.user], [false, null])
    assert.match(refused.detail!, /^Nobody here has the e-mail address eve@/)
    const roles = [{ group: 'dev', role: 'operator' as const, workspaceId: null }]
    await sso.update('sso', { roles, autoJoin: true })
    const joining = await sso.finishTrial(await tryOut(eve))
    assert.equal(joining.user?.isNew, true)
    assert.deepEqual(
      joining.places.map(({ personal, role }) => [personal, role]),
      [
        [false, 'operator'],
        [true, 'admin'],
      ],
    )
    await sso.update('sso', { roles: [], autoJoin: false })
    assert.equal((await owner.client.users.list()).length, 1)
    assert.equal((await sso.get()).providers[0]?.provenAt, null)

    // In words of what is wrong, which nobody but the owner is told.
    const lied = await tryOut()
    idp.lie = (claims, sign) => sign({ ...claims, nonce: 'another' })
    await assert.rejects(sso.finishTrial(lied), ({ code, detail }) => {
      assert.equal(code, 'sso_failed')
      assert.match(detail, /^Example Inc\. signed nobody in: .*nonce/)
      return true
    })
    idp.lie = undefined
    // A trial lets nobody in, and a sign-in is no trial.
    await sso.update('sso', { enabled: true })
    const { answer } = await tryOut()
    const taken = await finish(owner, new URLSearchParams(answer), 'sso')
    await assertProblem(taken, 'sso_failed')
    const begun = await begin(owner)
    await assert.rejects(sso.finishTrial({ provider: 'sso', answer: `${begun}` }), {
      code: 'sso_failed',
    })
  })

  test('the test of a provider says in words what is wrong, and what to do', async () => {
    const found = async () =>
      Object.fromEntries((await sso.test('sso')).checks.map((each) => [each.check, each]))
    const well = await found()
    assert.deepEqual(
      Object.values(well).map(({ check, outcome }) => [check, outcome]),
      ['discovery', 'addresses', 'keys', 'secret', 'redirect'].map((each) => [each, 'ok']),
    )
    assert.match(well.redirect!.detail, new RegExp(`^Enter ${PUBLIC}/sign-in/sso as`))

    await sso.update('sso', { clientSecret: 'another' })
    const { secret } = await found()
    assert.equal(secret?.outcome, 'failed')
    assert.match(secret.detail, /Copy the client id and the secret from there again/)

    idp.down = true
    const { discovery, ...rest } = await found()
    idp.down = false
    assert.match(discovery!.detail, /answers 503 instead of the description of a provider/)
    assert.deepEqual(Object.keys(rest), ['redirect'])

    await sso.update('sso', { issuer: `${idp.issuer}/`, clientSecret: CLIENT.secret })
    assert.match((await found()).discovery!.detail, /^The provider calls itself .* each character/)
    await sso.update('sso', { issuer: OWN.issuer, clientSecret: CLIENT.secret })
  })

  test('a provider of the settings signs people in at once, and shows its secret to nobody', async () => {
    const browser = stranger(server)
    assert.deepEqual((await browser.client.account.ways()).providers, [
      { id: 'sso', name: 'Example Inc.' },
    ])
    const entered = await enter(browser)
    assert.equal(entered.status, 200)
    assert.deepEqual(await rolesIn(browser), { own: 'admin' })
    await audited(owner.client, 'finishSso', browser)
    // What the provider needs to sign them out is told to no other that comes in its place.
    const other = stranger(server)
    await enter(other)
    await sso.update('sso', { clientSecret: CLIENT.secret })
    assert.deepEqual(await other.client.account.signOutOfSso(), { url: null })

    const told = JSON.stringify([await sso.get(), await audit.list(), await sso.test('sso')])
    assert.ok(!told.includes(CLIENT.secret))
    assert.ok(!server.program.stderr().includes(CLIENT.secret))
    assert.ok(!(await everythingStored(server.dataDir)).includes(CLIENT.secret))
    const [row] = await audit.list({ action: 'updateSsoProvider' })
    assert.deepEqual([row?.outcome, row?.target, row?.actor?.name], ['ok', 'sso', 'Owner'])
  })

  test('an answer counts for the provider as it was, and a secret only where it was given for', async () => {
    const browser = stranger(server)
    const answer = await begin(browser)
    await sso.update('sso', { clientId: 'another', clientSecret: CLIENT.secret })
    await assertProblem(await finish(browser, answer, 'sso'), 'sso_failed')
    for (const change of [{ issuer: 'https://example.net' }, { clientId: CLIENT.id }]) {
      await assert.rejects(sso.update('sso', change), ({ code, errors }) => {
        assert.deepEqual([code, errors?.[0]?.path], ['invalid_request', 'clientSecret'])
        return true
      })
    }
    await sso.update('sso', { clientId: CLIENT.id, clientSecret: CLIENT.secret })
  })

  test('single sign-on is required only by an owner who has signed in through it, and keeps that way in', async () => {
    await assert.rejects(sso.require(true), { code: 'would_lock_out' })
    assert.equal((await enter()).status, 200)
    assert.equal((await sso.require(true)).required, true)
    const invitation = await owner.client.invitations.create({ role: 'viewer' })
    const guest = { name: 'Guest', email: 'guest@example.org', password: PASSWORD }
    const device = new Authenticator(PUBLIC)
    const credential = device.sign({ challenge: 'bXIydVpr', rpId: 'fleet.example.org' })
    const { account } = owner.client
    const NO_WAYS: [action: string, by: (browser: Browser) => Promise<unknown>][] = [
      ['signIn', ({ client }) => client.account.signIn(PERSON)],
      ['requestReset', ({ client }) => client.account.requestReset(PERSON)],
      [
        'joinByInvitation',
        ({ client }) => client.invitations.join({ token: tokenOf(invitation), ...guest }),
      ],
      ['startPasskeySignIn', ({ client }) => client.account.startPasskeySignIn()],
      ['signInByPasskey', ({ client }) => client.account.signInByPasskey({ credential })],
    ]
    for (const [action, ask] of NO_WAYS) {
      const browser = stranger(server)
      await assert.rejects(ask(browser), { code: 'sso_required', status: 403 }, action)
      assert.equal(browser.cookie, undefined, action)
      assert.equal((await audited(owner.client, action, browser)).outcome, 'sso_required')
    }
    await assert.rejects(account.startPasskey(PERSON), { code: 'sso_required' })
    for (const change of [
      () => sso.update('sso', { enabled: false }),
      () => sso.update('sso', { clientSecret: 'another' }),
      () => sso.delete('sso'),
    ]) {
      await assert.rejects(change(), { code: 'would_lock_out' })
    }
    await sso.update('sso', { name: 'Example' })
    assert.equal((await enter()).status, 200)
    await sso.require(false)
    const browser = stranger(server)
    await browser.client.account.signIn(PERSON)
    assert.equal((await browser.client.account.ways()).password, true)
  })

  test('what the environment says is shown, and changed nowhere else', async () => {
    const { client } = site.owner
    const { providers } = await client.sso.get()
    assert.deepEqual(
      providers.map(({ id, readOnly, hasSecret }) => [id, readOnly, hasSecret]),
      [['oidc', true, true]],
    )
    for (const change of [
      () => client.sso.update('oidc', { name: 'x' }),
      () => client.sso.delete('oidc'),
      () => strict.client.sso.require(false),
    ]) {
      await assert.rejects(change(), { code: 'set_by_environment' })
    }
    await assert.rejects(client.sso.create(OWN), { code: 'provider_taken' })
  })
}
