import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import Fastify from 'fastify'
import { serveDashboard } from '../src/http/dashboard.ts'

async function serve(t: TestContext) {
  const dir = mkdtempSync(join(tmpdir(), 'dashboard-'))
  const webDir = join(dir, 'dist')
  const app = Fastify()
  serveDashboard(app, webDir)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(async () => {
    await app.close()
    rmSync(dir, { recursive: true })
  })
  return { webDir, get: (path: string) => fetch(url + path) }
}

function build(webDir: string): void {
  mkdirSync(join(webDir, 'assets'), { recursive: true })
  writeFileSync(join(webDir, 'index.html'), '<html><head></head><body>built</body></html>')
  writeFileSync(join(webDir, 'assets/a.js'), 'built')
}

test('where the dashboard was not built every page says how to', async (t) => {
  const { get } = await serve(t)
  for (const path of ['/', '/tasks/task_x']) {
    const answer = await get(path)
    assert.equal(answer.status, 404)
    assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8')
    assert.match(await answer.text(), /has not been built.*npm run build/s)
  }
  assert.equal((await get('/assets/a.js')).status, 404)
})

test('a dashboard that is built later, or taken away, shows so without a restart', async (t) => {
  const { get, webDir } = await serve(t)
  assert.equal((await get('/')).status, 404)
  assert.equal((await get('/assets/a.js')).status, 404)
  build(webDir)
  assert.match(await (await get('/')).text(), /built/)
  assert.equal(await (await get('/assets/a.js')).text(), 'built')
  rmSync(webDir, { recursive: true })
  assert.equal((await get('/')).status, 404)
  assert.equal((await get('/assets/a.js')).status, 404)
})

test('a page that cannot be read is an error, not a missing dashboard', async (t) => {
  const { get, webDir } = await serve(t)
  mkdirSync(join(webDir, 'index.html'), { recursive: true })
  assert.equal((await get('/')).status, 500)
})
