import type { Client } from '@mission-control/client'
import type { AuditEntry } from '@mission-control/protocol'
import { type Browser, openBrowser, setUpBrowser } from './browser.ts'
import type { Scope } from './cleanup.ts'
import { type Account, startIdentityProvider } from './identity-provider.ts'
import { startMailbox } from './mailbox.ts'
import { startServer, type TestServer } from './server.ts'
import { waitFor } from './wait.ts'

/** Somebody at the provider who has the e-mail address of the owner here. */
export const ADA: Account = {
  sub: 'ada-at-the-provider',
  email: 'Ada@Example.org',
  email_verified: true,
  name: 'Ada',
}

/** Where people see the servers that send letters. */
export const PUBLIC = 'https://fleet.example.org/mc'

/** Says in the server's log whenever a password is hashed: what costs time, and might tell something by it. */
const SAYS_WHEN_HASHING = `
  import { createHook } from 'node:async_hooks'
  import { writeSync } from 'node:fs'
  const init = (id, type) => type === 'SCRYPTREQUEST' && writeSync(2, 'a password is hashed\\n')
  createHook({ init, trackPromises: false }).enable()`

export interface Site {
  server: TestServer
  /** The browser in which it was set up. */
  owner: Browser
}

export type SignInSite = Awaited<ReturnType<typeof startSignInSite>>

/** A server with an owner, a provider that signs people in to it, and browsers of strangers who try. */
export async function startSignInSite(t: Scope) {
  const [idp, mailbox] = await Promise.all([startIdentityProvider(t, ADA), startMailbox(t)])
  const env = {
    MISSION_CONTROL_LOCAL_DESKTOP: 'off',
    MISSION_CONTROL_TRUST_PROXY: '127.0.0.1',
    ...idp.environment,
  }
  const server = await startServer(t, {
    ...env,
    MISSION_CONTROL_LOG_LEVEL: 'debug',
    NODE_OPTIONS: `--import data:text/javascript;base64,${btoa(SAYS_WHEN_HASHING)}`,
  })
  const owner = await setUpBrowser(server)
  idp.register(server.url, PUBLIC)

  /** From an address of its own, so that its failures count for it alone. */
  let addresses = 0
  function stranger({ url } = server): Browser {
    const browser = openBrowser({ url })
    browser.page['x-forwarded-for'] = `192.0.2.${++addresses}`
    return browser
  }

  /** Begins in the browser, signs in at the provider, and resolves with what it sends the browser back with. */
  async function signInThere(browser: Browser, returnTo = '/'): Promise<URLSearchParams> {
    const { url } = await browser.client.account.startSso({ provider: 'oidc', returnTo })
    return (await idp.signIn(url)).searchParams
  }

  async function finish(browser: Browser, answer: URLSearchParams, provider = 'oidc') {
    const json = { provider, answer: `${answer}` }
    return await browser.request('/api/auth/sso/finish', { method: 'POST', json })
  }

  async function through(browser: Browser, account: Account = ADA): Promise<Response> {
    idp.account = account
    return await finish(browser, await signInThere(browser))
  }

  /** One more server of the provider's, which sends letters too, and is seen at {@link PUBLIC}. */
  async function startAnother(more: NodeJS.ProcessEnv): Promise<Site> {
    const another = await startServer(t, {
      ...env,
      MISSION_CONTROL_LOG_LEVEL: 'debug',
      ...mailbox.environment(PUBLIC),
      ...more,
    })
    return { server: another, owner: await setUpBrowser(another) }
  }

  return { idp, mailbox, startAnother, server, owner, stranger, signInThere, finish, through }
}

/** The row in the client's audit log on what that browser did. */
export async function audited(
  { audit }: Client,
  action: string,
  { page }: Browser,
): Promise<AuditEntry> {
  return await waitFor(`a row of ${action}`, async () =>
    (await audit.list({ action })).find(({ address }) => address === page['x-forwarded-for']),
  )
}

/** What somebody is in each workspace that they are in. */
export async function rolesIn({ client }: Browser) {
  const mine = await client.workspaces.list()
  return Object.fromEntries(mine.map(({ personal, name, role }) => [personal ? 'own' : name, role]))
}
