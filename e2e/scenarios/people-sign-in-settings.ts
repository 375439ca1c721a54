/** Part of people-sign-in.test.ts: providers that the owner sets up in the settings. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ErrorCode } from '@mission-control/protocol'
import type { Browser } from '../setup/browser.ts'
import type { Scope } from '../setup/cleanup.ts'
import { everythingStored } from '../setup/database.ts'
import { type Account, CLIENT, startIdentityProvider } from '../setup/identity-provider.ts'
import { assertProblem } from '../setup/problems.ts'
import { ADA, audited, type SignInSite } from '../setup/sign-in-site.ts'

/** The owner at the second provider, of which the environment knows nothing. */
const ADA_THERE: Account = { ...ADA, sub: 'ada-at-the-second' }

export async function testSettings(t: Scope, site: SignInSite): Promise<void> {
  const { server, owner, stranger, finish } = site
  const { sso, audit } = owner.client
  const second = await startIdentityProvider(t, ADA_THERE)
  second.register(server.url)
  const OWN = {
    id: 'own',
    preset: 'oidc',
    name: 'Second Ltd.',
    issuer: second.issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
  } as const

  async function begin(browser: Browser, provider = 'own'): Promise<URLSearchParams> {
    const { url } = await browser.client.account.startSso({ provider })
    return (await (provider === 'own' ? second : site.idp).signIn(url)).searchParams
  }
  const enter = async (browser = stranger()) => finish(browser, await begin(browser), 'own')
  const names = async () => (await stranger().client.account.ways()).providers.map(({ id }) => id)

  test('a provider of the settings signs people in at once, and shows its secret to nobody', async () => {
    const made = await sso.create(OWN)
    assert.deepEqual(
      { ...made, provenAt: null },
      {
        id: 'own',
        preset: 'oidc',
        name: 'Second Ltd.',
        issuer: second.issuer,
        clientId: CLIENT.id,
        hasSecret: true,
        scopes: 'openid email profile',
        rolesClaim: 'groups',
        roles: [],
        trustEmail: false,
        autoJoin: false,
        enabled: true,
        redirectUrl: `${server.url}/sign-in/own`,
        readOnly: false,
        provenAt: null,
      },
    )
    const browser = stranger()
    const entered = await enter(browser)
    assert.equal(entered.status, 200)
    assert.equal((await entered.json()).user.name, 'Owner')
    assert.ok((await browser.client.account.signOutOfSso()).url?.startsWith(second.issuer))

    const told = JSON.stringify([await sso.get(), made, await audit.list()])
    assert.ok(!told.includes(CLIENT.secret))
    assert.ok(!server.program.stderr().includes(CLIENT.secret))
    assert.ok(!(await everythingStored(server.dataDir)).includes(CLIENT.secret))
    const [row] = await audit.list({ action: 'createSsoProvider' })
    assert.deepEqual([row?.outcome, row?.target], ['ok', 'own'])
    await audited(owner.client, 'finishSso', browser)
  })

  test('an answer of one provider is never taken to another, nor to what has come in its place', async () => {
    for (const [from, to] of [
      ['own', 'oidc'],
      ['oidc', 'own'],
    ] as const) {
      const browser = stranger()
      await assertProblem(await finish(browser, await begin(browser, from), to), 'sso_failed')
      assert.equal(browser.cookie, undefined)
    }
    const browser = stranger()
    const answer = await begin(browser)
    await sso.update('own', { clientId: 'another', clientSecret: CLIENT.secret })
    await assertProblem(await finish(browser, answer, 'own'), 'sso_failed')
    await sso.update('own', { clientId: CLIENT.id, clientSecret: CLIENT.secret })
    assert.equal((await enter()).status, 200)
  })

  test('a secret goes nowhere but to the issuer and the client that it was given for', async () => {
    for (const change of [{ issuer: 'https://example.net' }, { clientId: 'another' }]) {
      await assert.rejects(sso.update('own', change), ({ code, errors }) => {
        assert.equal(code, 'invalid_request')
        assert.equal(errors?.[0]?.path, 'clientSecret')
        return true
      })
    }
    assert.equal((await enter()).status, 200)
  })

  const REFUSED: [what: string, change: object, code: ErrorCode, path?: string][] = [
    ['the id of another', {}, 'provider_taken'],
    ['the issuer of another', { id: 'third' }, 'provider_taken'],
    ['the issuer of the environment', { id: 'third', issuer: site.idp.issuer }, 'provider_taken'],
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
      { id: 'third', roles: [{ group: 'g', role: 'admin', workspaceId: 'workspace_x' }] },
      'invalid_request',
      'roles.0.workspaceId',
    ],
  ]
  for (const [what, change, code, path] of REFUSED) {
    test(`a provider with ${what} is refused`, async () => {
      const answer = await owner.request('/api/sso/providers', {
        method: 'POST',
        json: { ...OWN, ...change },
      })
      const { errors } = await assertProblem(answer, code)
      assert.equal(errors?.[0]?.path, path)
    })
  }

  test('what the environment says is shown, and changed nowhere else', async () => {
    const { providers } = await sso.get()
    assert.deepEqual(
      providers.map(({ id, readOnly, hasSecret }) => [id, readOnly, hasSecret]),
      [
        ['oidc', true, true],
        ['own', false, true],
      ],
    )
    await assert.rejects(sso.update('oidc', { name: 'x' }), { code: 'set_by_environment' })
    await assert.rejects(sso.delete('oidc'), { code: 'set_by_environment' })
  })

  test('single sign-on is required only by an owner who has signed in through it, and goes on being a way in', async () => {
    await sso.update('own', { clientSecret: CLIENT.secret })
    const { providers } = await sso.get()
    assert.deepEqual(
      providers.map(({ provenAt }) => provenAt !== null),
      [true, false],
    )
    await sso.require(true)
    await assert.rejects(stranger().client.account.signIn({ email: 'a@b.de', password: 'x' }), {
      code: 'sso_required',
    })
    // The environment's is another way in: what is of the settings may go.
    await sso.update('own', { enabled: false })
    assert.deepEqual(await names(), ['oidc'])
    await assert.rejects(stranger().client.account.startSso({ provider: 'own' }), {
      code: 'unknown_provider',
    })
    await sso.delete('own')
    await assert.rejects(sso.delete('own'), { code: 'provider_not_found' })
    await sso.require(false)
    assert.equal((await stranger().client.account.ways()).password, true)
  })
}
