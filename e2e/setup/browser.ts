import assert from 'node:assert/strict'
import { type Client, createClient } from '@mission-control/client'
import type { RequestOptions, TestServer } from './server.ts'

/** As much of a browser as signing in needs: it keeps one server's cookies and says whose page asks. */
export interface Browser {
  /** Calls as a page of the server itself makes them. */
  client: Client
  /** A request with the cookie, as {@link Browser.page} says. */
  request(path: string, options?: RequestOptions): Promise<Response>
  /** What the browser adds by itself, because of the page that asks. */
  page: Record<string, string>
  /** The cookies that are kept, as they are sent; undefined if there is none. */
  cookie: string | undefined
  /** The same browser's calls for a workspace. */
  for(workspace: string): Client
}

export const PERSON = { email: 'ada@example.org', password: 'correct horse battery' }

export function openBrowser({ url }: Pick<TestServer, 'url'>, cookie?: string): Browser {
  const page = { 'sec-fetch-site': 'same-origin' }
  const send: typeof fetch = async (to, init) => {
    const headers = new Headers(init?.headers)
    for (const [name, value] of Object.entries(browser.page)) headers.set(name, value)
    if (browser.cookie) headers.set('cookie', browser.cookie)
    const response = await fetch(to, { ...init, headers })
    const set = response.headers.getSetCookie()
    if (set.length > 0) browser.cookie = kept(browser.cookie, set)
    return response
  }
  const browser: Browser = {
    page,
    cookie,
    client: createClient({ baseUrl: url, fetch: send }),
    for: (workspace) => createClient({ baseUrl: url, fetch: send, workspace }),
    request: async (path, { json, ...options } = {}) =>
      await send(url + path, {
        ...options,
        ...(json !== undefined && { body: JSON.stringify(json) }),
        headers: {
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...options.headers,
        },
      }),
  }
  return browser
}

/** The cookies that a browser has after an answer has set some. */
function kept(before: string | undefined, set: string[]): string | undefined {
  const nameOf = (pair: string) => pair.slice(0, pair.indexOf('=')).trim()
  const cookies = new Map(before?.split(';').map((pair) => [nameOf(pair), pair.trim()]))
  for (const line of set) {
    const [pair = ''] = line.split(';', 1)
    if (/Max-Age=0/.test(line)) cookies.delete(nameOf(pair))
    else cookies.set(nameOf(pair), pair)
  }
  return cookies.size === 0 ? undefined : [...cookies.values()].join('; ')
}

/** The token of the one-time link that the server has printed. */
export function setUpToken({ program }: Pick<TestServer, 'program'>): string {
  const [, token] = /Dashboard +\S+\/set-up#(\S+)/.exec(program.stdout()) ?? []
  assert.ok(token, 'no link was printed')
  return token
}

/** A browser in which {@link PERSON} has just set up by the link. */
export async function setUpBrowser(server: TestServer): Promise<Browser> {
  const browser = openBrowser(server)
  await browser.client.account.setUp({ token: setUpToken(server), ...PERSON })
  return browser
}

/** Another browser in which {@link PERSON} is signed in. */
export async function signedInBrowser(server: TestServer): Promise<Browser> {
  const browser = openBrowser(server)
  await browser.client.account.signIn(PERSON)
  return browser
}
