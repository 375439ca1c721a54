import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import {
  type BrowserContext,
  type BrowserContextOptions,
  type Cookie,
  chromium,
  type Page,
} from 'playwright-core'
import { PERSON, setUpToken } from './browser.ts'
import { cleanUp, type Scope } from './cleanup.ts'
import { refuseComplaints } from './complaints.ts'
import type { TestServer } from './server.ts'

export interface Chromium {
  /**
   * An empty page for what is at `url`, in a context of its own: no cookie, cache or storage of another
   * test. Errors on its console, exceptions, breaches of the content security policy and requests to
   * other hosts fail the test when it ends.
   */
  newPage(t: Scope, url: string, options?: PageOptions): Promise<Page>
}

export interface PageOptions extends BrowserContextOptions {
  /** Complaints that belong to the test, such as that of the console about a 401. */
  expected?: RegExp[]
}

/** Every wait for something on a page ends after so long, in ms: as other waits, also on a busy machine. */
const WITHIN = 30_000

const SCRIPT = join(import.meta.dirname, '../../scripts/browser.sh')

/** A browser for all the tests of a file; it ends with its scope. */
export async function startChromium(t: Scope): Promise<Chromium> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'],
  })
  cleanUp(t, () => browser.close())
  return {
    async newPage(t, url, { expected = [], ...options } = {}) {
      const context = await browser.newContext({
        // A test waits for what a page shows, not for how it gets there.
        reducedMotion: 'reduce',
        timezoneId: 'UTC',
        ...options,
      })
      context.setDefaultTimeout(WITHIN)
      refuseComplaints(t, context, new URL(url).host, expected)
      cleanUp(t, () => context.close())
      return await context.newPage()
    },
  }
}

/** The newest session of {@link PERSON} at each server: a password takes a quarter of a second to check. */
const sessions = new WeakMap<TestServer, Cookie[]>()

async function signIn(context: BrowserContext, server: TestServer): Promise<void> {
  const auth = `${server.url}/api/auth`
  await context.addCookies(sessions.get(server) ?? [])
  const { user, needsSetUp } = await (await context.request.get(`${auth}/session`)).json()
  if (user) return
  const answer = needsSetUp
    ? await context.request.post(`${auth}/set-up`, {
        data: { token: setUpToken(server), ...PERSON },
      })
    : await context.request.post(`${auth}/sign-in`, { data: PERSON })
  if (!answer.ok()) throw new Error(`signing in: ${await answer.text()}`)
  sessions.set(server, await context.cookies())
}

/** A page at `url`, for who isn't signed in. */
export async function openPage(
  t: Scope,
  browser: Chromium,
  url: string,
  options?: PageOptions,
): Promise<Page> {
  const page = await browser.newPage(t, url, options)
  await page.goto(url)
  return page
}

/** A page of the server for {@link PERSON}, who is signed in, and set up before if need be. */
export async function openSignedIn(
  t: Scope,
  browser: Chromium,
  server: TestServer,
  path = '/',
  options?: PageOptions,
): Promise<Page> {
  const page = await browser.newPage(t, server.url, options)
  await signIn(page.context(), server)
  await page.goto(server.url + path)
  return page
}

function chromiumPath(): string {
  const { CHROMIUM } = process.env
  // Set by the test runner, which has said then what is missing.
  if (CHROMIUM === '') throw new Error('There is no Chromium.')
  return CHROMIUM ?? execFileSync('sh', [SCRIPT], { encoding: 'utf8' }).trim()
}
