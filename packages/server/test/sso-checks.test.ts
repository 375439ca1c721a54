import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fail } from '@mission-control/protocol'
import { strangeAddress } from '../src/auth/sso/addresses.ts'
import {
  explainSilence,
  judgeAddresses,
  judgeDiscovery,
  judgeKeys,
  judgeRedirect,
  judgeSecret,
} from '../src/auth/sso/checks.ts'
import { githubAddresses } from '../src/auth/sso/github-addresses.ts'
import { OpenId } from '../src/auth/sso/open-id.ts'
import type { Provider } from '../src/auth/sso/provider.ts'
import type { Core } from '../src/core.ts'

const ISSUER = 'https://login.example.com'
const AT = `${ISSUER}/.well-known/openid-configuration`
const json = (body: unknown, status = 200) => ({ status, body })
const GOOD = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/a`,
  token_endpoint: `${ISSUER}/t`,
  jwks_uri: `${ISSUER}/k`,
}
const client = { hasSecret: true, redirectUrl: 'https://mc.example.org/sign-in/x' }
const secret = (error: string, status = 400) => judgeSecret(client, ISSUER, json({ error }, status))

const ROWS: [
  what: string,
  check: { outcome: string; detail: string },
  outcome: string,
  words: RegExp,
][] = [
  ['no such name', judgeDiscovery(ISSUER, AT, { why: 'ENOTFOUND' }), 'failed', /typing errors/],
  ['another page', judgeDiscovery(ISSUER, AT, json(undefined)), 'failed', /is no JSON.*before/],
  ['no page', judgeDiscovery(ISSUER, AT, json({}, 404)), 'failed', /answers 404/],
  [
    'another name',
    judgeDiscovery(ISSUER, AT, json({ issuer: `${ISSUER}/` })),
    'failed',
    /calls itself "https:\/\/login\.example\.com\/"/,
  ],
  ['a description', judgeDiscovery(ISSUER, AT, json(GOOD)), 'ok', /describes itself/],
  ['good addresses', judgeAddresses(GOOD), 'ok', /can be used/],
  ['no keys named', judgeAddresses({ ...GOOD, jwks_uri: undefined }), 'failed', /its jwks_uri/],
  [
    'an address in clear',
    judgeAddresses({ ...GOOD, token_endpoint: 'http://example.com/' }),
    'failed',
    /leads to http:\/\/example\.com/,
  ],
  [
    'no PKCE',
    judgeAddresses({ ...GOOD, code_challenge_methods_supported: ['plain'] }),
    'failed',
    /PKCE/,
  ],
  ['a key', judgeKeys(AT, json({ keys: [{ kty: 'RSA', use: 'sig' }] })), 'ok', /a key/],
  [
    'keys to encrypt',
    judgeKeys(AT, json({ keys: [{ kty: 'RSA', use: 'enc' }] })),
    'failed',
    /no key/,
  ],
  ['no list of keys', judgeKeys(AT, json(null)), 'failed', /no key/],
  ['a code refused', secret('invalid_grant'), 'ok', /takes the client id and the secret/],
  ['a code refused by GitHub', secret('bad_verification_code', 200), 'ok', /takes/],
  ['a client refused', secret('invalid_client'), 'failed', /Copy the client id and the secret/],
  ['a client refused by GitHub', secret('incorrect_client_credentials', 200), 'failed', /Copy/],
  ['401 without a word', secret('', 401), 'failed', /Copy/],
  ['another redirect address', secret('redirect_uri_mismatch'), 'failed', /Enter https:\/\/mc/],
  ['anything else', secret('server_error', 500), 'unknown', /500 server_error/],
  ['a text that is no code', secret('<b>no</b>'), 'unknown', /answers 400,/],
  ['https', judgeRedirect(client.redirectUrl), 'ok', /^Enter https/],
  ['this machine', judgeRedirect('http://localhost:3000/sign-in/x'), 'ok', /^Enter http/],
  ['in clear', judgeRedirect('http://mc.lan/sign-in/x'), 'unknown', /MISSION_CONTROL_PUBLIC_URL/],
]

for (const [what, { outcome, detail }, expected, words] of ROWS) {
  test(`a provider with ${what} is judged ${expected}, in words`, () => {
    assert.equal(outcome, expected)
    assert.match(detail, words)
  })
}

test('why nobody answers is said with what to do', () => {
  for (const [why, words] of [
    ['ECONNREFUSED', /Check the port/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS/],
    ['CERT_HAS_EXPIRED', /Renew/],
    ['EPROTO', /EPROTO/],
  ] as const) {
    assert.match(explainSilence(AT, { why }), words)
  }
})

test('a provider leads to nothing but https, or this machine, and never to what is of this link only', () => {
  for (const [address, isFine] of [
    ['https://example.com/', true],
    ['https://10.0.0.1/', true],
    ['http://127.0.0.1:9/', true],
    ['http://[::1]/', true],
    ['http://10.0.0.1/', false],
    ['http://127.0.0.2/', false],
    ['https://169.254.169.254/', false],
    ['https://[fe80::1]/', false],
    ['https://[::ffff:169.254.169.254]/', false],
    ['https://0/', false],
    ['javascript:alert(1)', false],
    ['https://a:b@example.com/', false],
    [7, false],
  ] as const) {
    assert.equal(strangeAddress({ jwks_uri: address }) === undefined, isFine, String(address))
  }
})

test('GitHub, its clouds and its servers have their addresses', () => {
  for (const [issuer, api] of [
    ['https://github.com', 'https://api.github.com'],
    ['https://acme.ghe.com', 'https://api.acme.ghe.com'],
    ['https://github.acme.com', 'https://github.acme.com/api/v3'],
  ] as const) {
    assert.equal(githubAddresses(issuer).api, api)
  }
})

test('a client secret that the server cannot read is no outage of the provider', async () => {
  const openId = new OpenId({ now: () => 0 } as Core)
  const provider = {
    issuer: ISSUER,
    openSecret: () => fail('secret_key_unusable', 'The key is gone.'),
  } as Partial<Provider> as Provider
  const way = { redirectUri: client.redirectUrl, returnTo: '/', trialOf: null }
  await assert.rejects(openId.begin(provider, way), { message: 'The key is gone.' })
})
