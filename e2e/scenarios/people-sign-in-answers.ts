/** Part of people-sign-in.test.ts: answers of a provider that lies, or that somebody has changed on the way. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { openBrowser } from '../setup/browser.ts'
import { everythingStored } from '../setup/database.ts'
import { CLIENT, type IdentityProvider } from '../setup/identity-provider.ts'
import { assertProblem } from '../setup/problems.ts'
import { ADA, type SignInSite } from '../setup/sign-in-site.ts'

const other = await generateKeyPair('RS256')
const second = () => Math.floor(Date.now() / 1000)
type Lie = NonNullable<IdentityProvider['lie']>
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

export function testAnswers(site: SignInSite): void {
  const { idp, server, owner, stranger, signInThere, finish, through } = site

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
    await assertProblem(await finish(elsewhere, answer, 'another'), 'unknown_provider')
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
}
