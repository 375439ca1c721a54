import type { Browser } from 'playwright-core'
import type { Context } from '../bench.ts'
import type { OurServer } from '../ours/server.ts'
import type { Session } from './chromium.ts'

/** What is measured: the board of a full server, in a browser in which somebody is signed in. */
export interface Subject {
  context: Context
  server: OurServer
  browser: Browser
  session: Session
}
