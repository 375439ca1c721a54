/** Part of people-sign-in.test.ts: whatever is secret is found nowhere but with whom it was told. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { type Route, routes } from '@mission-control/protocol'
import { Secret, TOTP } from 'otpauth'
import { type Browser, setUpToken } from '../setup/browser.ts'
import { everythingStored } from '../setup/database.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { CLIENT } from '../setup/identity-provider.ts'
import { MAIL_PASSWORD } from '../setup/mailbox.ts'
import { invited, PASSWORD, tokenOf } from '../setup/people.ts'
import { readOf } from '../setup/process-table.ts'
import { runWithKey } from '../setup/run-with-key.ts'
import { KEY, serverAt } from '../setup/server.ts'
import type { SignInSite, Site } from '../setup/sign-in-site.ts'

type Made = string | string[]

/** How each comes to be, and is used in every way in which it can be sent; all of its values. */
function secrets(t: TestContext, { server }: Site, { mailbox, stranger }: SignInSite) {
  const { client } = serverAt(server.url, KEY)
  const use = async (key: string) => {
    for (const headers of [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }]) {
      await (await fetch(`${server.url}/api/mission-control/overview`, { headers })).text()
    }
    const nobody = { request: (path: string, more: object) => fetch(server.url + path, more) }
    ;(await openStream(t, nobody, `${ACTIVITY}?apiKey=${key}`)).cut()
    return key
  }
  const invite = () => invited(server, client, 'admin', `Secret-${++people}`)
  let people = 0
  /** Wrong uses are told apart from right ones, and no more. */
  const refused = async (path: string, json: object) => {
    const answer = await stranger(server).request(path, { method: 'POST', json })
    assert.ok(answer.status >= 400)
  }
  const made: Record<string, () => Promise<Made>> = {
    'the API key of the environment': () => use(KEY),
    'an API key': async () => use((await client.apiKeys.create('k')).key),
    'a rotated API key, and the value before': async () => {
      const { id, key } = await client.apiKeys.create('k')
      const { key: next } = await client.apiKeys.rotate(id, { oldValidForSeconds: 3600 })
      return [await use(key), await use(next)]
    },
    'a password': async () => {
      const { email } = await invite()
      await stranger(server).client.account.signIn({ email, password: PASSWORD })
      await refused('/api/auth/sign-in', { email, password: `${PASSWORD}!` })
      return PASSWORD
    },
    'a session': async () => {
      const { browser } = await invite()
      await browser.client.overview.get()
      return tokenIn(browser)
    },
    'a join token': async () => (await client.desktops.joinTokens.create({})).token,
    'an invitation': async () => {
      const token = tokenOf(await client.invitations.create({ role: 'viewer' }))
      await client.invitations.read(token)
      return token
    },
    'a link to choose another password, by hand and by letter': async () => {
      const [one, other] = [await invite(), await invite()]
      const byHand = tokenOf(await client.account.makeResetLink(one.id))
      await client.account.requestReset({ email: other.email })
      const [, byLetter = ''] = /reset#(\S+)/.exec((await mailbox.next()).text) ?? []
      assert.ok(byLetter)
      await refused('/api/auth/reset/finish', { token: byHand, password: 'x' })
      return [byHand, byLetter]
    },
    'a set-up link': async () => setUpToken(server),
    'an authenticator app, and its recovery codes': async () => {
      const { account } = (await invite()).browser.client
      const { secret } = await account.startTotp({ password: PASSWORD })
      const app = Secret.fromBase32(secret)
      const { codes } = await account.confirmTotp({ code: new TOTP({ secret: app }).generate() })
      return [
        secret,
        app.hex,
        app.latin1,
        ...codes,
        ...codes.map((code) => code.replaceAll('-', '')),
      ]
    },
    'the secret at the provider': async () => CLIENT.secret,
    'the password of the mailbox': async () => [MAIL_PASSWORD, encodeURIComponent(MAIL_PASSWORD)],
    "a desktop's credential, and the key of its agent's run": async () => {
      const { desktop, key } = await runWithKey(t, server, client, ['read'])
      return [desktop.credential, await use(key)]
    },
  }
  return made
}

/** What a cookie holds. */
function tokenIn({ cookie = '' }: Browser): string {
  return decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1))
}

/** The command lines of all processes, as `ps` lists them. */
const listed = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readOf(Number(pid), 'cmdline') ?? '')
    .join('\n')

export function testSecrets(site: SignInSite, at: Site): void {
  test('no secret is stored, logged, told in an event or an answer, audited, or listed among processes', async (t) => {
    const { server } = at
    const told: Record<string, string[]> = {}
    for (const [what, make] of Object.entries(secrets(t, at, site))) {
      told[what] = [await make()].flat()
    }
    const asking = serverAt(server.url, KEY)
    const answers = []
    for (const { method, path, produces, open } of Object.values(routes) as Route[]) {
      if (method !== 'GET' || produces === 'events' || path.includes(':') || open) continue
      answers.push(await (await asking.request(path)).text())
    }
    const events = await asking.client.activity.list({ limit: 1000 })
    const places = {
      stored: await everythingStored(server.dataDir),
      // The one-time link is printed: whoever starts the server is to open it.
      logged: server.program.stderr() + server.program.stdout().replace(setUpToken(server), ''),
      events: JSON.stringify(events),
      audited: await (await asking.client.audit.export()).text(),
      answers: answers.join('\n'),
      processes: listed(),
    }
    // It is looked for where what isn't secret is found.
    const known = {
      stored: /secret-1@example\.org/,
      logged: /overview/i,
      events: /task\.created/,
      audited: /rotateApiKey/,
      answers: /with an agent/,
      processes: /serve/,
    }
    for (const [place, text] of Object.entries(places)) {
      assert.match(text, known[place as keyof typeof known], place)
    }
    for (const [what, values] of Object.entries(told)) {
      for (const value of values) {
        assert.ok(value.length >= 8, `${what}: ${value}`)
        for (const [place, text] of Object.entries(places)) {
          assert.ok(!text.includes(value), `${what} is ${place}`)
        }
      }
    }
    assert.ok(Object.keys(told).length > 12)
  })
}
