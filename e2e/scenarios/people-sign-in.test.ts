/** Signing in by more than a password, and what strangers try there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBrowser, PERSON } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { invited, PASSWORD } from '../setup/people.ts'
import { assertProblem } from '../setup/problems.ts'
import { startSignInSite } from '../setup/sign-in-site.ts'
import { waitFor } from '../setup/wait.ts'
import { testAnswers } from './people-sign-in-answers.ts'
import { testGithub } from './people-sign-in-github.ts'
import { JOINING, testGroups } from './people-sign-in-groups.ts'
import { testPasskeys } from './people-sign-in-passkeys.ts'
import { testProvider } from './people-sign-in-provider.ts'
import { REQUIRED, testRequired } from './people-sign-in-required.ts'
import { testReset } from './people-sign-in-reset.ts'
import { testSecrets } from './people-sign-in-secrets.ts'
import { BARE, testSettings } from './people-sign-in-settings.ts'
import { testTwoFactors } from './people-sign-in-two-factors.ts'

const site = await startSignInSite(wholeFile)
const { server, owner, stranger } = site

const [strict, joined, bare] = await Promise.all([REQUIRED, JOINING, BARE].map(site.startAnother))

testProvider(site)
testAnswers(site)
testRequired(site, strict!)
testGroups(site, joined!)
testReset(site, joined!)
testSettings(site, bare!, strict!)
await testGithub(wholeFile, site, bare!)

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

testPasskeys(site, strict!, joined!)
testTwoFactors(site)
testSecrets(site, joined!)

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
