import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { expectNoViolations } from './setup/accessibility.ts'
import { openPage, type PageOptions, startChromium } from './setup/chromium.ts'
import { cleanUp, type Scope, wholeFile } from './setup/cleanup.ts'
import { childrenOf } from './setup/process-table.ts'

const POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline'; connect-src *"

/** Answers what stands behind the ? as a page, and nothing else. */
const server = createServer(({ url = '' }, response) => {
  const [path, query = ''] = url.split('?', 2)
  response.setHeader('content-security-policy', POLICY)
  response.writeHead(path === '/' ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' })
  response.end(decodeURIComponent(query))
}).listen(0, '127.0.0.1')
await once(server, 'listening')
cleanUp(wholeFile, () => {
  server.close()
  server.closeAllConnections()
})
const { port } = server.address() as AddressInfo
const address = (html: string) => `http://127.0.0.1:${port}/?${encodeURIComponent(html)}`

const browser = await startChromium(wholeFile)
const page = (body: string) =>
  `<!doctype html><html lang="en"><title>Test</title><main><h1>Test</h1>${body}</main></html>`

/** Opens the page in a test of its own, and ends that once the page is done. */
async function visit(html: string, options?: PageOptions): Promise<void> {
  const undo: (() => void | Promise<void>)[] = []
  const t: Scope = { after: (each) => undo.push(each) }
  const opened = await openPage(t, browser, address(html), options)
  await opened.waitForLoadState('networkidle')
  await Promise.all(undo.map((each) => each()))
}

test('a page without fault passes', async () => {
  await visit(page(''))
})

for (const [what, body, complaint] of [
  ['an error on the console', '<script>console.error("wrong")</script>', /console: wrong/],
  ['an exception', '<script>throw new Error("thrown")</script>', /exception: Error: thrown/],
  ['a rejection', '<script>Promise.reject(new Error("no"))</script>', /exception: Error: no/],
  ['a style that the policy forbids', '<p style="color: red">red</p>', /Content Security Policy/],
  ['a picture that the policy forbids', '<img src="data:," alt="">', /Content Security Policy/],
  ['a missing file', '<script src="/missing.js"></script>', /404.*missing\.js/],
  [
    'a request to another host',
    '<script>fetch("http://example.org/").catch(() => {})</script>',
    /request to another host: http:\/\/example\.org\//,
  ],
] as const) {
  test(`${what} fails the test`, async () => {
    await assert.rejects(visit(page(body)), complaint)
  })
}

test('a complaint that was expected does not', async () => {
  await visit(page('<script>console.error("wrong")</script>'), { expected: [/wrong/] })
})

test('what breaks a rule of accessibility is named', async (t) => {
  const fine = await openPage(t, browser, address(page('<button>Run</button>')))
  await expectNoViolations(fine)
  const wrong = await openPage(t, browser, address(page('<button></button>')))
  await assert.rejects(
    expectNoViolations(wrong),
    /\/ is not accessible:\nbutton-name \(critical\): Buttons must have discernible text\n {2}button\n {4}Fix any/,
  )
})

test('a browser is gone with its scope', async () => {
  const undo: (() => void | Promise<void>)[] = []
  const before = childrenOf(process.pid, 'chromium').length
  await startChromium({ after: (each) => undo.push(each) })
  assert.ok(childrenOf(process.pid, 'chromium').length > before)
  for (const each of undo) await each()
  assert.equal(childrenOf(process.pid, 'chromium').length, before)
})
