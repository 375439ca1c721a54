/** Part of people-audit.test.ts: what people do with their own ways in, and the owner with theirs. */
import type { Client } from '@mission-control/client'
import { Secret, TOTP } from 'otpauth'
import { openBrowser } from '../setup/browser.ts'
import { PASSWORD, type Person, tokenOf } from '../setup/people.ts'
import type { TestServer } from '../setup/server.ts'
import { type Deed, done } from './people-audit-deed.ts'

const OTHER = 'another horse battery'
const PROVIDER = {
  id: 'own',
  preset: 'oidc',
  name: 'Own',
  issuer: 'https://id.example.org',
  clientId: 'mc',
  clientSecret: 'a secret of the provider',
} as const

/** Of a person, known by the time of the first of them, in their own workspace. */
export function signInDeeds(server: TestServer, eve: () => Person): Deed[] {
  const { client } = server
  const account = () => eve().browser.client.account
  const byEve: Pick<Deed, 'log' | 'by'> = {
    log: () => eve().browser.client,
    by: () => ({ kind: 'user', id: eve().id, name: 'Eve' }),
  }
  let app = new TOTP()
  let codes: string[] = []
  let reset = ''

  /** She ends her session, and begins another one. */
  async function left(leave: (account: Client['account']) => Promise<unknown>): Promise<string> {
    const { browser, email } = eve()
    const { id } = (await account().sessions()).find(({ current }) => current)!
    await leave(browser.client.account)
    await browser.client.account.signIn({ email, password: PASSWORD })
    return id
  }

  return [
    {
      route: 'changeName',
      ...byEve,
      ask: () => done(account().changeName('Eve'), null),
    },
    {
      route: 'changePassword',
      ...byEve,
      ask: () =>
        done(account().changePassword({ currentPassword: PASSWORD, newPassword: OTHER }), null),
    },
    {
      route: 'startTotp',
      ...byEve,
      async ask() {
        const { secret } = await account().startTotp({ password: OTHER })
        app = new TOTP({ secret: Secret.fromBase32(secret) })
        return null
      },
    },
    {
      route: 'confirmTotp',
      ...byEve,
      async ask() {
        codes = (await account().confirmTotp({ code: app.generate() })).codes
        return null
      },
    },
    {
      route: 'removeTotp',
      ...byEve,
      ask: () => done(account().removeTotp({ password: OTHER, code: codes[0]! }), null),
    },
    {
      route: 'deleteSession',
      ...byEve,
      async ask() {
        const { email } = eve()
        await openBrowser(server).client.account.signIn({ email, password: OTHER })
        const { id } = (await account().sessions()).find(({ current }) => !current)!
        return await done(account().revokeSession(id), id)
      },
    },
    {
      route: 'makeResetLink',
      async ask() {
        reset = tokenOf(await client.account.makeResetLink(eve().id))
        return eve().id
      },
    },
    {
      route: 'resetPassword',
      ...byEve,
      async ask() {
        const { browser, email, id } = eve()
        await openBrowser(server).client.account.resetPassword({
          token: reset,
          password: PASSWORD,
        })
        await browser.client.account.signIn({ email, password: PASSWORD })
        return id
      },
    },
    {
      route: 'signOut',
      ...byEve,
      ask: () => left((account) => account.signOut()),
    },
    {
      route: 'signOutOfSso',
      ...byEve,
      ask: () => left((account) => account.signOutOfSso()),
    },
    {
      route: 'updateUser',
      ask: () => done(client.users.disable(eve().id, true), eve().id),
    },
    {
      route: 'resetFactors',
      ask: () => done(client.users.resetFactors(eve().id), eve().id),
    },
    {
      route: 'createSsoProvider',
      ask: async () => (await client.sso.create(PROVIDER)).id,
    },
    {
      route: 'updateSsoProvider',
      ask: async () => (await client.sso.update(PROVIDER.id, { name: 'Other' })).id,
    },
    { route: 'updateSso', ask: () => done(client.sso.require(false), null) },
    {
      route: 'deleteSsoProvider',
      ask: () => done(client.sso.delete(PROVIDER.id), PROVIDER.id),
    },
  ]
}
