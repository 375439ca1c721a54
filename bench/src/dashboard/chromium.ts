import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import type { OurServer } from '../ours/server.ts'
import { ROOT } from '../places.ts'

const PERSON = { email: 'ada@example.org', password: 'correct horse battery' }
/** A usual screen: all columns and the panel beside them are shown. */
const VIEWPORT = { width: 1440, height: 900 }

/** The cookie of who is signed in. */
export type Session = Awaited<ReturnType<BrowserContext['storageState']>>

/** Debian's Chromium without a screen; what it would ask other hosts for fails, and is counted. */
export async function startChromium(): Promise<Browser> {
  const script = join(ROOT, 'scripts/browser.sh')
  return await chromium.launch({
    executablePath: execFileSync('sh', [script], { encoding: 'utf8' }).trim(),
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })
}

/** Sets up by the link that the server has printed, as its first user does. */
export async function setUp(browser: Browser, server: OurServer): Promise<Session> {
  const [, token] = /\/set-up#(\S+)/.exec(server.program.output()) ?? []
  if (!token) throw new Error('The server has printed no link to set up by')
  const context = await browser.newContext()
  const answer = await context.request.post(`${server.url}/api/auth/set-up`, {
    data: { token, ...PERSON },
  })
  if (!answer.ok()) throw new Error(`Setting up: ${answer.status()} ${await answer.text()}`)
  const session = await context.storageState()
  await context.close()
  return session
}

/** Nothing in it but the session: no cache, no storage. */
export async function newContext(browser: Browser, session: Session): Promise<BrowserContext> {
  return await browser.newContext({ storageState: session, viewport: VIEWPORT })
}
