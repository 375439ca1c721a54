import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { CommandLine } from '../setup/command-line.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { listen } from '../setup/listen.ts'
import { caddy } from '../setup/proxies/caddy.ts'
import { startInFront } from '../setup/proxies/front.ts'
import { haproxy } from '../setup/proxies/haproxy.ts'
import { nginx } from '../setup/proxies/nginx.ts'
import { StandIn } from '../setup/proxies/stand-in.ts'
import { startProxy } from '../setup/proxy.ts'
import { startRunner } from '../setup/runner.ts'
import { serverAt, startServer } from '../setup/server.ts'
import { finishCommand, outputOf } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const env = { MISSION_CONTROL_LOCAL_DESKTOP: 'off', MISSION_CONTROL_TRUST_PROXY: '1' }
const server = await startServer(wholeFile, env)
/** Each with the sample of deploy/ in front of the server. `asks`: it asks servers by itself whether they are ready. */
const fronts = await Promise.all(
  [
    { proxy: nginx, asks: false },
    { proxy: caddy, asks: true },
    { proxy: haproxy, asks: true },
  ].map(async (front) => ({
    ...front,
    url: await startInFront(wholeFile, front.proxy, server.url),
  })),
)

interface Finding {
  id: string
  status: string
  message: string
  advice: string | null
}

/** What the doctor says of the server at `address`. */
async function doctor(
  address: string,
  ...options: string[]
): Promise<{ code: number | string; findings: Finding[] }> {
  const mc = new CommandLine(wholeFile, { url: address })
  const { code, stdout } = await mc.run(['doctor', '--json', ...options])
  return { code, findings: JSON.parse(stdout) }
}

const bad = await startProxy(wholeFile, server.url, '', { webSockets: 'header', holdsBack: true })
// All listen to a stream for 15 s, on which nothing must happen meanwhile.
const looks = [bad, ...fronts.map(({ url }) => url)].map((url) => doctor(url))

const CONNECT = '/api/runners/connect'
/** Less than nginx waits for any other answer, in ms. */
const PATIENCE = 60_000

/**
 * What a runner's address answers through nginx in front of two servers, of which one stands still: it takes
 * connections and says nothing. It has the fewest, so it is asked first.
 */
async function askBesideDeaf(): Promise<number> {
  const deaf = createServer((socket) => socket.resume())
  const deafUrl = `http://127.0.0.1:${await listen(wholeFile, deaf)}`
  const { request } = serverAt(await startInFront(wholeFile, nginx, server.url, deafUrl))
  // The first request, which looked whether nginx is there, went to the first one.
  const [heard, given] = [once(deaf, 'connection'), new AbortController()]
  request('/api/health', { signal: given.signal }).catch(() => undefined)
  const [theirs] = await heard
  await openStream(wholeFile, { request })
  given.abort()
  await once(theirs, 'close')
  const again = once(deaf, 'connection')
  const { status } = await request(CONNECT, { signal: AbortSignal.timeout(PATIENCE) })
  await again
  return status
}
const besideDeaf = askBesideDeaf()
// Told to whoever waits for it.
besideDeaf.catch(() => undefined)

const problemsOf = (findings: Finding[]) =>
  findings.filter(({ status }) => status === 'problem').map(({ id }) => id)

for (const { proxy, asks } of fronts) {
  test(`${proxy.name} spreads over two servers what stays, passes on what they say, and goes on with one of them`, async (t) => {
    const both = await Promise.all([StandIn.start(t), StandIn.start(t)])
    const address = await startInFront(t, proxy, ...both.map(({ url }) => url))
    const ask = async (path: string, options: RequestInit = {}) => {
      const answer = await fetch(address + path, options)
      await answer.arrayBuffer()
      return answer.status
    }
    const askedFor = (path: string) =>
      both.flatMap(({ asked }) => asked.filter(({ url }) => url === path))

    // One after the other, so that it knows of those that are open.
    const opened = []
    for (const open of [openEvents, openSocket, openEvents, openSocket]) {
      opened.push(await open(address))
    }
    assert.deepEqual(
      both.map(({ open }) => open.length),
      [2, 2],
    )
    for (const { open } of both) for (const say of open) say('live')
    const heard = await Promise.all(opened.map(({ first }) => first))
    assert.deepEqual(heard, ['live', 'live', 'live', 'live'])

    const invented = { for: '203.0.113.9', host: 'evil.example', proto: 'gopher', prefix: '/evil' }
    const headers = Object.entries(invented).map(([name, value]) => [`x-forwarded-${name}`, value])
    assert.equal(await ask('/told', { headers: headers as [string, string][] }), 200)
    const [{ headers: told } = { headers: {} }] = askedFor('/told')
    assert.equal(told['x-forwarded-for'], '127.0.0.1')
    assert.equal(told['x-forwarded-host'], new URL(address).host)
    assert.equal(told['x-forwarded-proto'], 'http')
    assert.equal(told['x-forwarded-prefix'] || undefined, undefined)
    assert.equal(await ask('/metrics'), 404)
    assert.deepEqual(askedFor('/metrics'), [])

    const post = { method: 'POST', body: '{}' }
    // HAProxy only ends the client's connection, where it has used the one to the server before.
    assert.ok((await ask('/die', post).catch(() => 502)) >= 500)
    assert.equal(askedFor('/die').length, 1)
    for (let i = 0; i < 5; i++) {
      assert.equal(await ask('/after', post), 200)
      assert.equal(await ask('/after'), 200)
    }

    const [dead, alive] = both.toSorted((a) => (a.asked.some(({ url }) => url === '/die') ? -1 : 1))
    await dead!.listen()
    await waitFor('the one that is back to be asked', async () => {
      assert.equal(await ask('/back', post), 200)
      return dead!.asked.some(({ url }) => url === '/back')
    })
    if (!asks) return
    alive!.isReady = false
    await waitFor('the one that is not ready to be left out', async () => {
      const before = alive!.asked.length
      for (let i = 0; i < 4; i++) assert.equal(await ask('/left-out', post), 200)
      return alive!.asked.length === before
    })
  })
}

/** What is open, with what is said on it first. */
interface Opened {
  first: Promise<string>
}

async function openEvents(address: string): Promise<Opened> {
  const { body } = await fetch(`${address}/stream`)
  const first = body!.getReader().read()
  return { first: first.then(({ value }) => new TextDecoder().decode(value)) }
}

async function openSocket(address: string): Promise<Opened> {
  const socket = new WebSocket(address.replace('http', 'ws'))
  const first = once(socket, 'message')
  await once(socket, 'open')
  return { first: first.then(([{ data }]) => data) }
}

test('what a runner asks through nginx gets to the other server while one takes connections and says nothing', async () => {
  assert.equal(await besideDeaf, (await server.request(CONNECT)).status)
})

for (const [at, { proxy }] of fronts.entries()) {
  test(`the doctor finds nothing wrong on the way through ${proxy.name}`, async () => {
    const { code, findings } = await looks[at + 1]!
    assert.deepEqual(problemsOf(findings), [])
    assert.equal(code, 0)
    assert.equal(
      findings.map(({ id }) => id).join(),
      'server,database,schema,bus,clock,disk,streams,websocket,runners',
    )
    for (const { status, advice } of findings) assert.equal(advice === null, status === 'ok')
  })
}

test('the doctor says to a person what it finds', async () => {
  const mc = new CommandLine(wholeFile, { url: fronts[0]!.url })
  const { stdout } = await mc.run(['doctor', '--quick'])
  assert.match(stdout, /^ok +streams +The first event arrives at once\.$/m)
})

test('of a proxy that holds streams back and stops WebSockets the doctor says what to change', async () => {
  const { code, findings } = await looks[0]!
  assert.equal(code, 1)
  assert.deepEqual(problemsOf(findings), ['streams', 'websocket'])
  const advice = Object.fromEntries(findings.map((each) => [each.id, each.advice]))
  assert.match(advice.streams ?? '', /proxy_buffering off/)
  assert.match(advice.websocket ?? '', /Upgrade and Connection/)
})

test('the doctor says what is not well behind the proxy', async (t) => {
  const draining = await startServer(t, { ...env, MISSION_CONTROL_DRAIN: '600' })
  draining.program.child.kill('SIGTERM')
  await waitFor('it to drain', async () => !(await fetch(`${draining.url}/api/ready`)).ok)
  const { code, findings } = await doctor(draining.url, '--quick')
  assert.equal(code, 1)
  assert.deepEqual(problemsOf(findings), ['server'])
  assert.match(findings.at(1)?.message ?? '', /It stops/)
})

for (const { proxy, url } of fronts) {
  test(`through ${proxy.name} events arrive live, a runner works and a large body comes`, async (t) => {
    await Promise.all(looks)
    const seen = serverAt(url)
    const stream = await openStream(t, seen, ACTIVITY)
    await stream.next()
    const desktop = await seen.client.desktops.create({ name: `behind ${proxy.name}` })
    const dir = join(temporaryFolder(t), 'runner')
    await startRunner(t, url, dir, desktop.credential)
    const content = `printf ${'x'.repeat(60_000)} | wc -c`
    const tasks = Array.from({ length: 16 }, () => ({
      type: 'command' as const,
      content,
      desktopId: desktop.id,
    }))
    const created = await seen.client.tasks.createBatch({ tasks })
    assert.equal(created.length, 16)
    // While the stream stays open: nothing holds it back.
    await waitFor('the events of them all', async () => {
      const { data } = await stream.nextData()
      return data.type === 'task.created' && data.payload.taskId === created.at(-1)?.id
    })
    const task = await finishCommand({ client: seen.client, desktopId: desktop.id }, 'echo through')
    assert.equal(`${await outputOf(seen.client, task.id)}`, 'through\n')
    assert.equal((await fetch(`${url}/metrics`)).status, 404)
  })
}
