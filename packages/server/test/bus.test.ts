import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import { connect as connectNats } from '@nats-io/transport-node'
import { certificate } from '../../../e2e/setup/certificate.ts'
import { temporaryFolder } from '../../../e2e/setup/folder.ts'
import { startNats } from '../../../e2e/setup/nats.ts'
import { waitFor } from '../../../e2e/setup/wait.ts'
import type { Bus, Subjects } from '../src/bus/bus.ts'
import { inProcessBus } from '../src/bus/in-process.ts'
import { readAddress } from '../src/bus/nats/address.ts'
import { openBus } from '../src/bus/open.ts'
import { natsUser } from './setup/nats-user.ts'

const nats = await startNats({ after: (undo) => after(undo) }, ['--user', 'u', '--pass', 'p@ss'])
const url = nats.url.replace('nats://', 'nats://u:p%40ss@')
const troubles: string[] = []
let fleets = 0
const keyOf = (fleet: string) => createHash('sha256').update(fleet).digest()

async function connect(
  t: TestContext,
  fleet: string,
  to = url,
  more: { caFile?: string; credentialsFile?: string } = {},
): Promise<Bus> {
  const trouble = (_error: unknown, what: string) => troubles.push(what)
  const bus = await openBus({ url: to, key: keyOf(fleet), trouble, ...more })
  t.after(() => bus.close())
  return bus
}

/** The bus as two servers have it; in one process that is the same. */
const PAIRS: Record<string, (t: TestContext) => Promise<[Bus, Bus]>> = {
  'in process': async () => {
    const bus = inProcessBus()
    return [bus, bus]
  },
  'over NATS': async (t) => {
    const fleet = `fleet${++fleets}`
    const dead = 'nats://127.0.0.1:1,'
    return [await connect(t, fleet), await connect(t, fleet, dead + url)]
  },
}

/** What a listener hears, once it hears at all. */
async function listen<S extends keyof Subjects>([near, far]: [Bus, Bus], subject: S, key: string) {
  const heard: Subjects[S][] = []
  let isOpen = false
  const end = far.subscribe(subject, key, (message) => {
    if (isOpen) heard.push(message)
    isOpen = true
  })
  await waitFor('a first message', () => {
    if (!isOpen) near.publish(subject, key, null as Subjects[S])
    return isOpen
  })
  return { heard, end }
}

for (const [name, pairOf] of Object.entries(PAIRS)) {
  test(`what is published is heard once, in its order, by who listens to its key (${name})`, async (t) => {
    const pair = await pairOf(t)
    const { heard } = await listen(pair, 'agentTest', 'a')
    const { heard: others } = await listen(pair, 'agentTest', 'b')
    for (let i = 0; i < 1_000; i++)
      pair[0].publish('agentTest', 'a', { ready: true, message: `${i}` })
    pair[0].publish('agentTest', 'b', { ready: false, message: 'last' })
    await waitFor('the last', () => others.some((test) => test?.message === 'last'))
    const told = heard.filter((test) => test !== null).map(({ message }) => message)
    assert.deepEqual(
      told,
      Array.from({ length: 1_000 }, (_, i) => `${i}`),
    )
  })

  test(`output comes byte for byte, also what is no text (${name})`, async (t) => {
    const pair = await pairOf(t)
    const { heard } = await listen(pair, 'output', 'w')
    const data = Uint8Array.from({ length: 64 * 1024 }, (_, i) => i % 256)
    const about = { taskId: 't', desktopId: 'd', seq: 1, stream: 'stdout', tail: 'a\nb' } as const
    for (const bytes of [data, new Uint8Array()])
      pair[0].publish('output', 'w', { ...about, data: bytes })
    const come = await waitFor('both', () => {
      const notices = heard.filter((notice) => notice !== null)
      return notices.length === 2 && notices
    })
    assert.deepEqual(
      come.map(({ data, ...rest }) => [rest, Buffer.from(data)]),
      [
        [about, Buffer.from(data)],
        [about, Buffer.alloc(0)],
      ],
    )
  })

  test(`who has ended a subscription hears nothing, and takes it from nobody else (${name})`, async (t) => {
    const pair = await pairOf(t)
    const [ended, stays] = [await listen(pair, 'task', 't'), await listen(pair, 'task', 't')]
    ended.end()
    ended.end()
    const before = ended.heard.length
    pair[0].publish('task', 't', null)
    await waitFor('the other to hear', () => stays.heard.length > 0)
    assert.equal(ended.heard.length, before)
  })
}

test('servers of another fleet on the same NATS hear nothing', async (t) => {
  const [one, stranger] = [await connect(t, 'one'), await connect(t, 'stranger')]
  const strange: unknown[] = []
  stranger.subscribe('task', 't', (message) => strange.push(message))
  const pair: [Bus, Bus] = [one, await connect(t, 'one')]
  const { heard } = await listen(pair, 'task', 't')
  one.publish('task', 't', null)
  await waitFor('it', () => heard.length > 0)
  assert.deepEqual(strange, [])
})

test('who reaches NATS and has not the key of the fleet can neither read nor say anything', async (t) => {
  const pair: [Bus, Bus] = [await connect(t, 'sealed'), await connect(t, 'sealed')]
  const { heard } = await listen(pair, 'desktop', 'd')
  const { heard: others } = await listen(pair, 'desktop', 'e')
  const stranger = await connectNats({ servers: nats.url, user: 'u', pass: 'p@ss' })
  t.after(() => stranger.close())
  const seen: { subject: string; data: Uint8Array }[] = []
  stranger.subscribe('>', { callback: (_error, message) => void seen.push(message) })
  await stranger.flush()
  const answer = {
    type: 'permissionAnswer',
    runId: 'r',
    requestId: 'q',
    allowed: false,
    always: false,
    feedback: 'a secret',
  } as const
  pair[0].publish('desktop', 'd', { kind: 'answer', answer })
  const { subject, data } = await waitFor('it', () => seen[0])
  assert.doesNotMatch(Buffer.from(data).toString('latin1'), /secret|kind|allowed/)
  const { length } = troubles
  const turned = (i: number) => data.map((byte, at) => (at === i ? byte ^ 1 : byte))
  const forged = [
    JSON.stringify({ kind: 'answer', answer: { ...answer, allowed: true } }),
    '',
    '{',
    Buffer.alloc(500_000),
    ...data.keys().map(turned),
  ]
  for (const each of forged) stranger.publish(subject, each)
  // What was said of one desktop is not said of another.
  stranger.publish(subject.replace(/d$/, 'e'), data)
  await stranger.flush()
  pair[0].publish('desktop', 'd', { kind: 'removed' })
  pair[0].publish('desktop', 'e', { kind: 'removed' })
  await waitFor('the last', () => others.at(-1)?.kind === 'removed')
  assert.deepEqual(
    [heard, others].map((each) => each.filter((told) => told !== null).map(({ kind }) => kind)),
    [['answer', 'removed'], ['removed']],
  )
  assert.deepEqual(
    troubles.slice(length).map((what) => what.replace(/:.*/, '')),
    ['somebody else publishes on NATS what only our servers may'],
  )
})

test('while NATS is away a server hears itself and says what is wrong; then all hear again', async (t) => {
  const pair: [Bus, Bus] = [await connect(t, 'away'), await connect(t, 'away')]
  const { heard } = await listen(pair, 'task', 't')
  await nats.kill()
  await waitFor('it to notice', () => pair[0].problem() !== null && pair[1].problem() !== null)
  const before = heard.length
  pair[1].publish('task', 't', null)
  assert.equal(heard.length, before + 1)
  pair[0].publish('task', 't', null)
  await nats.start()
  await waitFor('both to be back', () => pair.every((bus) => bus.problem() === null))
  await waitFor('the other to hear', () => {
    pair[0].publish('task', 't', null)
    return heard.length > before + 1
  })
})

test('a bus that finds nobody is open, says what is wrong, and is joined by who comes', async (t) => {
  await nats.kill()
  const pair: [Bus, Bus] = [await connect(t, 'late'), await connect(t, 'late')]
  assert.match(troubles.at(-1)!, /cannot be reached: the server starts/)
  assert.equal(pair[0].problem(), 'NATS cannot be reached.')
  const ofThemselves: unknown[] = []
  const end = pair[0].subscribe('task', 'ended', (message) => ofThemselves.push(message))
  pair[0].publish('task', 'ended', null)
  assert.deepEqual(ofThemselves, [null])
  end()
  const early = listen(pair, 'task', 't')
  await nats.start()
  const { heard } = await early
  pair[0].publish('task', 't', null)
  await waitFor('the other to hear', () => heard.length > 0)
  assert.deepEqual([pair[0].problem(), pair[1].problem()], [null, null])
})

test('a bus that has found nobody is closed at once', async () => {
  const trouble = () => undefined
  const bus = await openBus({ url: 'nats://127.0.0.1:1', key: keyOf('s'), trouble })
  await bus.close()
})

test('over TLS only a NATS whose certificate a known authority has signed is believed', async (t) => {
  const { ca } = certificate(t)
  const file = (name: string) => join(dirname(ca), name)
  const secure = ['--tlscert', file('server.pem'), '--tlskey', file('server.key')]
  const { url } = await startNats(t, [...secure, '--auth', 'a-token'])
  const to = url.replace('nats://', 'tls://a-token@')
  const pair: [Bus, Bus] = [
    await connect(t, 'tls', to, { caFile: ca }),
    await connect(t, 'tls', to.replace('tls:', 'nats:'), { caFile: ca }),
  ]
  const { heard } = await listen(pair, 'task', 't')
  pair[0].publish('task', 't', null)
  await waitFor('it', () => heard.length > 0)

  const stranger = certificate(t).ca
  const rows: [more: { caFile?: string }, words: RegExp, to?: string][] = [
    [{}, /certificate/i],
    [{ caFile: stranger }, /certificate/i],
    [{ caFile: file('none.pem') }, /no such file.*none\.pem/],
    [{ caFile: ca }, /altnames/, to.replace('127.0.0.1', 'localhost')],
    [{ caFile: ca }, /authorization/i, to.replace('a-token', 'another')],
  ]
  for (const [more, words, at = to] of rows) {
    await assert.rejects(connect(t, 'tls', at, more), words, JSON.stringify(more))
  }
})

test('a user of NATS with a JWT is let in by the file with its credentials, and nobody without', async (t) => {
  const dir = temporaryFolder(t)
  const { credentialsFile, configFile } = natsUser(dir)
  const { url } = await startNats(t, ['--config', configFile])
  const more = { credentialsFile }
  const pair: [Bus, Bus] = [await connect(t, 'jwt', url, more), await connect(t, 'jwt', url, more)]
  const { heard } = await listen(pair, 'task', 't')
  pair[0].publish('task', 't', null)
  await waitFor('it', () => heard.length > 0)
  await assert.rejects(connect(t, 'jwt', url), /authorization/i)
  const stranger = natsUser(temporaryFolder(t))
  await assert.rejects(connect(t, 'jwt', url, stranger), /authorization/i)
  const none = { credentialsFile: join(dir, 'none.creds') }
  await assert.rejects(connect(t, 'jwt', url, none), /no such file.*none\.creds/)
})

test('who has the wrong password is told so', async (t) => {
  await assert.rejects(connect(t, 's', nats.url), /authorization/i)
})

test('NATS_URL is addresses of one cluster', () => {
  const none = { login: null, tls: false }
  const rows: [string, ReturnType<typeof readAddress>][] = [
    ['nats://one', { ...none, servers: ['one'] }],
    ['nats://one:1, tls://two:2', { ...none, servers: ['one:1', 'two:2'], tls: true }],
    [
      'nats://u:p%40@one,nats://two',
      { ...none, servers: ['one', 'two'], login: { user: 'u', pass: 'p@' } },
    ],
    ['nats://token@one', { ...none, servers: ['one'], login: { token: 'token' } }],
    ['nats://u:p@one,nats://v:p@two', null],
    [
      'nats://u:100%25@[::1]:1/',
      { ...none, servers: ['[::1]:1'], login: { user: 'u', pass: '100%' } },
    ],
    ['nats://u:100%@one', null],
    ['nats://u:p/w@one', null],
    ['nats://u:p@s/w@one', null],
    ['nats://u:p?w@one', null],
    ['nats://u:p@s#w@one', null],
    ['http://one', null],
    ['one:4222', null],
    ['', null],
  ]
  for (const [text, expected] of rows) assert.deepEqual(readAddress(text), expected, text)
})
