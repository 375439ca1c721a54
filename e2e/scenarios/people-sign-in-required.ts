/** Part of people-sign-in.test.ts: servers where no password counts, and the word of a proxy on who somebody is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, PERSON } from '../setup/browser.ts'
import { PASSWORD, tokenOf } from '../setup/people.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { audited, PUBLIC, rolesIn, type SignInSite, type Site } from '../setup/sign-in-site.ts'
import { waitFor } from '../setup/wait.ts'

const HEADER = 'x-auth-request-email'

export const REQUIRED = {
  MISSION_CONTROL_SSO_REQUIRED: 'on',
  MISSION_CONTROL_PUBLIC_URL: `${PUBLIC}/`,
  MISSION_CONTROL_TRUSTED_HEADER: 'X-Auth-Request-Email',
}

export function testRequired(site: SignInSite, { server: strict, owner: emergency }: Site): void {
  const { idp, server, stranger, signInThere, finish } = site

  test('where single sign-on is required no password counts; while the provider is down it says so; the owner gets in by a link', async () => {
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

  test('a trusted proxy says who somebody is; from anywhere else its header is ignored, and using it is refused and noted', async (t) => {
    const named = (email: string, at = strict) => {
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
    const { outcome, actor } = await audited(strict.client, 'signInByHeader', ada)
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
      // The header alone is another way in than a password.
      MISSION_CONTROL_SSO_REQUIRED: 'on',
    })
    const forged = named(PERSON.email, elsewhere)
    for (const browser of [stranger(strict), direct, forged, named(PERSON.email, server)]) {
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
}
