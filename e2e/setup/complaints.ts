import assert from 'node:assert/strict'
import type { BrowserContext } from 'playwright-core'
import { cleanUp, type Scope } from './cleanup.ts'

/** What the console says of requests that were under way, or are made, while a server is away. */
export const SERVER_AWAY = [
  /ERR_(CONNECTION_RE(FUSED|SET)|SOCKET_NOT_CONNECTED)/,
  /ERR_INCOMPLETE_CHUNKED/,
  /ERR_EMPTY_RESPONSE/,
]

/** Collects what is wrong on the pages of a context, also what nobody sees; it fails the test at its end. */
export function refuseComplaints(
  t: Scope,
  context: BrowserContext,
  host: string,
  expected: RegExp[],
): void {
  const complaints: string[] = []
  const add = (complaint: string) => {
    if (!expected.some((pattern) => pattern.test(complaint))) complaints.push(complaint)
  }
  // Breaches of the content security policy and answers from 400 on are errors of the console.
  context.on('console', (message) => {
    if (message.type() === 'error') add(`console: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (thrown) => {
    const { stack, message } = thrown.error()
    // What the browser itself rejects with has no stack.
    add(`exception: ${stack || message}`)
  })
  context.on('request', (request) => {
    const { protocol, host: asked } = new URL(request.url())
    if (/^(http|ws)s?:$/.test(protocol) && asked !== host) {
      add(`request to another host: ${request.url()}`)
    }
  })
  cleanUp(t, () => {
    // A test that has failed already says no more than why: these may be the reason.
    for (const complaint of complaints) t.diagnostic?.(complaint)
    assert.ok(complaints.length === 0, `The pages complained:\n${complaints.join('\n')}`)
  })
}
