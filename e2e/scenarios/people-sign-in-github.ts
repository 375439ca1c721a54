/** Part of people-sign-in.test.ts: GitHub, which speaks no OpenID Connect, beside another provider. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PERSON } from '../setup/browser.ts'
import type { Scope } from '../setup/cleanup.ts'
import { type GithubUser, startGithub } from '../setup/github.ts'
import { CLIENT } from '../setup/identity-provider.ts'
import { assertProblem } from '../setup/problems.ts'
import { rolesIn, type SignInSite, type Site } from '../setup/sign-in-site.ts'

const [MINE, OTHER] = [
  { email: PERSON.email, primary: true, verified: true },
  { email: 'other@example.org', primary: false, verified: true },
]
const OCTO: GithubUser = { id: 583231, login: 'octo', name: null, emails: [OTHER, MINE] }

const STRANGE: [what: string, user: GithubUser, detail: RegExp][] = [
  [
    'whose primary address is not verified',
    { ...OCTO, id: 1, emails: [OTHER, { ...MINE, verified: false }] },
    /does not say that your e-mail address is verified/,
  ],
  [
    'who has the address of a user only beside another one',
    {
      ...OCTO,
      id: 2,
      emails: [
        { ...OTHER, primary: true },
        { ...MINE, primary: false },
      ],
    },
    /^Nobody here has the e-mail address other@/,
  ],
  [
    'who has got the address of somebody who is linked already',
    { ...OCTO, id: 3 },
    /belongs to somebody else at GitHub/,
  ],
]

export async function testGithub(t: Scope, site: SignInSite, { server, owner }: Site) {
  const { idp, stranger, finish } = site
  const { sso } = owner.client
  const github = await startGithub(t, OCTO)

  async function enter(user = OCTO, browser = stranger(server)) {
    github.user = user
    const { url } = await browser.client.account.startSso({ provider: 'github' })
    return await finish(browser, github.signIn(url), 'github')
  }

  test('GitHub signs people in by their number there, at the first time by their primary verified address', async () => {
    const { issuer } = github
    const { id: clientId, secret: clientSecret } = CLIENT
    const made = await sso.create({
      id: 'github',
      preset: 'github',
      issuer,
      clientId,
      clientSecret,
    })
    assert.equal(made.name, 'GitHub')
    const checks = (await sso.test('github')).checks.map(({ check, outcome }) => [check, outcome])
    assert.deepEqual(checks, [
      ['secret', 'ok'],
      ['redirect', 'ok'],
    ])
    const browser = stranger(server)
    assert.equal((await enter(OCTO, browser)).status, 200)
    assert.equal((await browser.client.account.session()).user?.email, PERSON.email)
    assert.deepEqual(await browser.client.account.signOutOfSso(), { url: null })
    // Another name, and no address any more.
    assert.equal((await enter({ ...OCTO, login: 'cat', emails: [] })).status, 200)
  })

  for (const [what, user, words] of STRANGE) {
    test(`somebody at GitHub ${what} is refused in words`, async () => {
      const { detail } = await assertProblem(await enter(user), 'not_admitted')
      assert.match(detail, words)
    })
  }

  test('GitHub’s answers count once, for whom GitHub names, and are never taken to another provider', async () => {
    await assertProblem(await enter({ ...OCTO, id: 'octo' }), 'sso_failed')
    const browser = stranger(server)
    const { url } = await browser.client.account.startSso({ provider: 'github' })
    const answer = github.signIn(url)
    await assertProblem(await finish(browser, answer, 'sso'), 'sso_failed')
    const other = stranger(server)
    await other.client.account.startSso({ provider: 'github' })
    await assertProblem(await finish(other, answer, 'github'), 'sso_failed')
    const there = stranger(server)
    const begun = await there.client.account.startSso({ provider: 'sso' })
    const { searchParams } = await idp.signIn(begun.url)
    await assertProblem(await finish(there, searchParams, 'github'), 'sso_failed')
  })

  test('organisations and teams at GitHub give roles, where the settings ask for them', async () => {
    const { id } = await owner.client.workspaces.create('Builders')
    await sso.update('github', {
      autoJoin: true,
      roles: [
        { group: 'acme', role: 'viewer', workspaceId: id },
        { group: 'acme/ops', role: 'operator', workspaceId: id },
      ],
    })
    const bob = {
      id: 7,
      login: 'bob',
      name: 'Bob',
      emails: [{ email: 'bob@example.org', primary: true, verified: true }],
    }
    await assertProblem(await enter(bob), 'not_admitted')
    const browser = stranger(server)
    const teams = [{ org: 'acme', slug: 'ops' }]
    assert.equal((await enter({ ...bob, orgs: ['acme'], teams }, browser)).status, 200)
    assert.deepEqual(await rolesIn(browser), { own: 'admin', Builders: 'operator' })

    await sso.update('github', { clientSecret: 'another' })
    const [secret] = (await sso.test('github')).checks
    assert.equal(secret?.outcome, 'failed')
    await sso.delete('github')
    await assert.rejects(sso.delete('github'), { code: 'provider_not_found' })
  })
}
