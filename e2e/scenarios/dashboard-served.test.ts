import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { startProxy } from '../setup/proxy.ts'
import { startServer } from '../setup/server.ts'

const WEB = join(import.meta.dirname, '../../packages/web')
const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
const HTML = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
const built = readFileSync(join(WEB, 'dist/index.html'), 'utf8')
const script = /src="\.\/(assets\/[^"]+\.js)"/.exec(built)![1]!

const get = (path: string, headers: Record<string, string> = HTML) =>
  fetch(server.url + path, { headers })

interface RawAnswer {
  status: number | undefined
  headers: Record<string, unknown>
  body: string
}

/** The path as it is: fetch would resolve its dots. */
async function raw(path: string, headers: Record<string, string> = HTML): Promise<RawAnswer> {
  const { port } = new URL(server.url)
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>()
  httpRequest({ host: '127.0.0.1', port, path, headers }, async (response) => {
    const { statusCode: status, headers } = response
    resolve({ status, headers, body: await text(response) })
  })
    .on('error', reject)
    .end()
  return await promise
}

const baseIn = (page: string) => /<base href="([^"]*)"/.exec(page)?.[1]
const nonceIn = (page: string) => /<meta property="csp-nonce" nonce="([^"]+)"/.exec(page)?.[1]

for (const [path, base] of [
  ['/', './'],
  ['/?status=done', './'],
  ['/tasks', './'],
  ['/tasks/', '../'],
  ['/tasks/task_x', '../'],
  ['/tasks/task_x?from=/a/b/c', '../'],
  ['/settings/api-keys', '../'],
  ['/settings/a/b', '../../'],
  ['//tasks', '../'],
  ['/tasks//task_x', '../../'],
  ['/tasks%2Ftask_x', './'],
  ['/apis', './'],
] as const) {
  test(`${path} is the page, which finds its root by ${base}`, async () => {
    const { status, headers, body } = await raw(path)
    assert.equal(status, 200, body)
    assert.equal(headers['content-type'], 'text/html; charset=utf-8')
    assert.equal(baseIn(body), base)
    const { pathname } = new URL(base, new URL(`http://host/prefix${path}`))
    assert.equal(pathname, '/prefix/')
  })
}

test('the base comes before everything that has an address', async () => {
  const page = await (await get('/tasks/task_x')).text()
  assert.ok(page.indexOf('<base') < page.search(/(src|href)="\.\//))
})

test('the page is one for a browser, for curl and for who says nothing; else there is none', async () => {
  for (const accept of ['text/html', '*/*', 'text/*', 'application/xhtml+xml,text/html;q=0.9']) {
    assert.equal((await get('/tasks/1', { accept })).status, 200, accept)
  }
  assert.equal((await raw('/tasks/1', {})).status, 200)
  for (const accept of ['application/json', 'text/event-stream', 'image/avif']) {
    await assertProblem(await get('/tasks/1', { accept }), 'route_not_found')
  }
})

test('the page is never kept without asking again', async () => {
  const { headers } = await get('/')
  assert.equal(headers.get('cache-control'), 'no-cache')
  assert.equal(headers.get('vary'), 'accept')
  const tag = headers.get('etag')!
  const known = await get('/', { ...HTML, 'if-none-match': tag })
  assert.equal(known.status, 304)
  assert.equal(await known.text(), '')
  // The browser goes on with the policy of the page that it has kept, and with its nonce.
  assert.equal(known.headers.get('content-security-policy'), null)
  const other = await get('/tasks/1', { ...HTML, 'if-none-match': tag })
  assert.equal(other.status, 200)
})

test('the policy allows what is from here and nothing else, and styles that carry the nonce of the page', async () => {
  const first = await get('/')
  const nonce = nonceIn(await first.text())
  assert.match(nonce ?? '', /^[\w+/=]{22,}$/)
  const policy = `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'`
  assert.equal(first.headers.get('content-security-policy'), policy)
  assert.notEqual(nonceIn(await (await get('/')).text()), nonce)
})

test('page and files carry the security headers', async () => {
  for (const path of ['/', '/tasks/1', `/${script}`, '/icon.svg']) {
    const { headers, status } = await get(path)
    assert.equal(status, 200, path)
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/, path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
    assert.equal(headers.get('referrer-policy'), 'no-referrer', path)
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', path)
  }
})

test('what has its content in its name is kept for ever, other files are asked for again', async () => {
  const asset = await get(`/${script}`)
  assert.equal(asset.headers.get('content-type'), 'application/javascript; charset=utf-8')
  assert.equal(asset.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  const icon = await raw('/icon.svg')
  assert.equal(icon.headers['content-type'], 'image/svg+xml')
  assert.equal(icon.headers['cache-control'], 'no-cache')
  const tag = `${icon.headers.etag}`
  // As a browser asks: fetch would add that it wants no 304.
  assert.equal((await raw('/icon.svg', { 'if-none-match': tag })).status, 304)
})

for (const [encoding, ending] of [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const) {
  test(`a file goes out as ${encoding} to who takes that, as it was compressed by the build`, async () => {
    const { headers, status } = await raw(`/${script}`, { 'accept-encoding': encoding })
    assert.equal(status, 200)
    assert.equal(headers['content-encoding'], encoding)
    assert.equal(headers.vary, 'accept-encoding')
    assert.equal(headers['content-type'], 'application/javascript; charset=utf-8')
    const kept = readFileSync(join(WEB, 'dist', script + ending))
    assert.equal(headers['content-length'], `${kept.length}`)
  })
}

test('who takes no compression gets the file as it is', async () => {
  const { headers, body } = await raw(`/${script}`, {})
  assert.equal(headers['content-encoding'], undefined)
  assert.equal(body, readFileSync(join(WEB, 'dist', script), 'utf8'))
})

test('HEAD answers the same headers without the body', async () => {
  for (const path of ['/', '/tasks/1', `/${script}`, '/icon.svg']) {
    const head = await fetch(server.url + path, { method: 'HEAD', headers: HTML })
    assert.equal(head.status, 200, path)
    assert.equal(await head.text(), '')
    const full = await get(path)
    for (const name of ['content-type', 'content-length', 'cache-control', 'etag']) {
      assert.equal(head.headers.get(name), full.headers.get(name), `${path} ${name}`)
    }
  }
  assert.equal((await fetch(`${server.url}/assets/x.js`, { method: 'HEAD' })).status, 404)
})

for (const path of [
  '/assets/x.js',
  '/assets/',
  '/assets/x',
  '/assets',
  '/nothing.png',
  '/favicon.ico',
  '/index.html',
  '/index.html.gz',
  '/.built',
  '/.env',
  '/assets/../index.html',
  '/../package.json',
  '/assets/../../package.json',
  '/..%2f..%2fpackage.json',
  '/%2e%2e/%2e%2e/package.json',
  '/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2fpackage.json',
  '/assets/..%5c..%5cpackage.json',
  '/....//....//package.json',
  '//etc/passwd.txt',
  '/%00.js',
  '/assets/x%00.js',
] as const) {
  test(`${path}: 404, never the page or another file`, async () => {
    const { status, headers, body } = await raw(path)
    assert.equal(status, 404, body)
    assert.equal(headers['content-type'], 'application/problem+json; charset=utf-8')
    assert.equal(JSON.parse(body).code, 'route_not_found')
  })
}

for (const path of ['/api', '/api/', '/api/nothing', '/api/mission-control/x.js', '//api/health']) {
  test(`${path} is the API's, also for a browser`, async () => {
    await assertProblem(await server.request(path, { headers: HTML }), 'route_not_found')
    const { headers } = await raw(path)
    assert.match(`${headers['content-type']}`, /^application\/problem\+json/)
  })
}

test('only GET and HEAD get the page', async () => {
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const answer = await fetch(`${server.url}/tasks/1`, { method, headers: HTML })
    await assertProblem(answer, 'method_not_allowed')
  }
})

for (const prefix of ['', '/mc', '/tools/mission-control']) {
  test(`behind a proxy that takes ${prefix || 'nothing'} off, page, files and API are found by the base`, async (t) => {
    const proxy = await startProxy(t, server.url, prefix)
    for (const path of ['/', '/tasks/task_x', '/settings/a/b/', '//settings']) {
      const page = await fetch(proxy + path, { headers: HTML })
      assert.equal(page.status, 200)
      const base = new URL(baseIn(await page.text())!, page.url)
      assert.equal(base.href, `${proxy}/`)
      assert.equal((await fetch(new URL(script, base))).status, 200)
      assert.equal((await fetch(new URL('api/health', base))).status, 200)
    }
  })
}

test('after all that the server is well', async () => {
  assert.equal((await server.client.health()).status, 'ok')
  assert.equal(server.program.stderr(), '')
})
