import assert from 'node:assert/strict'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createClient } from '@mission-control/client'
import { PROTOCOL_VERSION } from '@mission-control/protocol/runner'
import { askingRuns, READY } from '../setup/asking-runs.ts'
import { startBalancer } from '../setup/balancer.ts'
import { BareRunner } from '../setup/bare-runner.ts'
import { openBrowser, setUpBrowser } from '../setup/browser.ts'
import { Cable } from '../setup/cable.ts'
import { say, turnEnded } from '../setup/chats.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { CommandLine } from '../setup/command-line.ts'
import { ask } from '../setup/engine.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startLossyNats } from '../setup/lossy-nats.ts'
import { invited } from '../setup/people.ts'
import { freePort } from '../setup/port.ts'
import { assertProblem } from '../setup/problems.ts'
import { startProgram } from '../setup/processes.ts'
import { portOf, startShared } from '../setup/replicas.ts'
import { startRunner } from '../setup/runner.ts'
import { openRunnerSocket } from '../setup/runner-socket.ts'
import { KEY } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'
import { testPeople } from './replicas-people.ts'

/** The exit code of a runner that need not come again. */
const REFUSED = 3
const TASKS = '/api/mission-control/tasks'
const shared = await startShared(wholeFile)
const [a, b] = await Promise.all([shared.start(), shared.start()])
const balancer = await startBalancer(wholeFile, [portOf(a), portOf(b)])
const desktop = await a.client.desktops.create({ name: 'elsewhere' })
const folder = `${temporaryFolder(wholeFile)}/runner`
await startRunner(wholeFile, balancer.url, folder, desktop.credential)
/** The runner is at the one, whoever asks is at the other. */
const onB = { client: b.client, desktopId: desktop.id }
/** The one that has made the owner has printed the link. */
const first = a.program.stdout().includes('/set-up#') ? a : b
const owner = await setUpBrowser(first)
const there = await owner.client.workspaces.create('There')

test('a run that is asked for at one replica starts on a desktop that is connected to another', async (t) => {
  const stream = await openStream(t, b)
  const { id } = await runCommand(onB, `echo live; ${untilThere('go')}; echo over`)
  for (;;) {
    const { data } = await stream.nextData()
    if (data.type === 'task.output' && data.payload.taskId === id) {
      assert.equal(data.payload.data, 'live\n')
      break
    }
  }
  await runCommand(onB, 'touch go')
  assert.equal((await ended(b.client, id)).status, 'done')
  assert.equal((await outputOf(b.client, id)).toString(), 'live\nover\n')
})

test('a run is cancelled at a replica that its desktop is not connected to', async () => {
  const { id } = await runCommand(onB, 'echo here; sleep 1000')
  await waitFor('its output', async () => (await outputOf(b.client, id)).length > 0)
  await b.client.tasks.cancel(id)
  assert.equal((await ended(b.client, id)).status, 'cancelled')
})

test('a chat is said, followed and cleared at a replica that its desktop is not connected to', async (t) => {
  const talking = await a.client.desktops.create({ name: 'talking' })
  const { chat } = b.client.desktops
  const runner = await BareRunner.connect(t, a, talking, PROTOCOL_VERSION, READY)
  const where = { client: b.client, desktopId: talking.id }
  const runOf = async (taskId: string) => {
    const isOf = (each: { taskId: string }) => each.taskId === taskId
    const { runId } = await waitFor('the message', () => runner.all('prompt').find(isOf))
    runner.says({ type: 'started', runId, at: Date.now() })
    return runId
  }
  const old = await say(where, 'One.')
  runner.ends(await runOf(old.taskId))
  assert.equal((await turnEnded(where, old.id)).status, 'done')
  const running = await say(where, 'Two.')
  const runId = await runOf(running.taskId)
  const waiting = chat.send(talking.id, 'Three.')
  await waitFor('all three', async () => (await chat.list(talking.id)).length === 3)
  await chat.clear(talking.id)
  assert.equal((await waiting).status, 'cancelled')
  assert.equal((await runner.hears('cancel')).runId, runId)
  assert.deepEqual(await a.client.desktops.chat.list(talking.id), [])
  // What the runner says of it from now on moves nothing; the next message begins anew.
  runner.ends(runId)
  const next = await say(where, 'Four.')
  runner.ends(await runOf(next.taskId))
  assert.equal((await turnEnded(where, next.id)).status, 'done')
  assert.deepEqual(
    (await a.client.desktops.chat.list(talking.id)).map(({ message }) => message),
    ['Four.'],
  )
  await a.client.desktops.delete(talking.id)
})

testPeople(shared, [a, b], owner, there.id)

test('a stream goes on at another replica by the same cursor: no event is missing, none comes twice', async (t) => {
  const begun = await openStream(t, a)
  const first = (await begun.next())!.id!
  const { id } = await runCommand(onB, 'true')
  await ended(b.client, id)
  const seen = [(await begun.nextData()).id!]
  begun.cut()
  const resumed = await openStream(t, b, undefined, seen[0]!)
  assert.equal((await resumed.next())!.id, seen[0])
  for (;;) {
    const { id: seq, data } = await resumed.nextData()
    if (seq !== undefined) seen.push(seq)
    if (data.type === 'task.completed') break
  }
  assert.deepEqual(
    seen,
    seen.map((_, i) => first + 1 + i),
  )
})

test('with every message of the bus lost, late or repeated, all that it says settles, only later', async (t) => {
  let isDeaf = true
  const lossy = await startLossyNats(wholeFile, shared.nats.url, () => (isDeaf ? [] : [50, 50]))
  const [c, d] = await Promise.all([1, 2].map(() => shared.start({ NATS_URL: lossy })))
  // The runners are at the one, whoever asks is at the other.
  const { client } = d!
  const split = { ...d!, url: c!.url }
  const { startRun, ask, resolve } = askingRuns(split)
  const { key, id: keyId } = await client.apiKeys.create('short')
  const stream = await openStream(t, d!, `${ACTIVITY}?desktops=true`)
  const rotated = await client.apiKeys.create('rotated')
  const restrictedTo = { labels: ['bound'] }
  const bound = await client.apiKeys.create({ name: 'bound', restrictedTo })
  const labelled = await client.desktops.create({ name: 'labelled', labels: ['bound'] })
  const task = await client.tasks.create({
    type: 'command',
    content: 'true',
    desktopId: labelled.id,
  })
  const over = await Promise.all(
    (
      [
        [key, ACTIVITY],
        [rotated.key, ACTIVITY],
        [bound.key, `${TASKS}/${task.id}/output`],
      ] as const
    ).map(([apiKey, path]) =>
      fetch(`${c!.url}${path}`, { headers: { 'x-api-key': apiKey, accept: 'text/event-stream' } }),
    ),
  )
  const inOther = openBrowser(d!, owner.cookie).for(there.id)
  const [removed, lowered, out] = [
    await invited(d!, inOther, 'operator', 'Removed'),
    await invited(d!, inOther, 'operator', 'Lowered'),
    await invited(d!, inOther, 'operator', 'Out'),
  ]
  for (const { browser } of [removed, lowered, out]) {
    const headers = { accept: 'text/event-stream', 'x-workspace': there.id }
    over.push(await openBrowser(c!, browser.cookie).request(ACTIVITY, { headers }))
  }
  for (const { status } of over) assert.equal(status, 200)
  await inOther.members.remove(removed.id)
  await inOther.members.setRole(lowered.id, 'viewer')
  await out.browser.client.account.signOut()
  await client.apiKeys.delete(keyId)
  await client.apiKeys.rotate(rotated.id, { oldValidForSeconds: 0 })
  await client.desktops.update(labelled.id, { labels: [] })

  const talking = await client.desktops.create({ name: 'talking' })
  const talker = await BareRunner.connect(t, c!, talking, PROTOCOL_VERSION, READY)
  const turn = await say({ client, desktopId: talking.id }, 'Hello.')
  const [run, other] = await Promise.all([startRun(t), startRun(t)])
  const approval = await ask(run)
  await resolve(approval.id, { decision: 'approve' })
  await client.tasks.cancel(other.taskId)
  await client.agents.setUp(run.desktop.id, { kind: 'acp', command: 'agent' })
  const tested = client.agents.test(run.desktop.id)
  assert.equal((await run.runner.hears('permissionAnswer')).allowed, true)
  assert.equal((await other.runner.hears('cancel')).runId, other.runId)
  await waitFor('the set-up', () =>
    run.runner.all('agentSetup').some(({ setup }) => setup !== null),
  )
  const { runId } = await waitFor('the message', () =>
    talker.all('prompt').find(({ taskId }) => taskId === turn.taskId),
  )
  talker.says({ type: 'started', runId, at: Date.now() })
  talker.ends(runId)
  assert.equal((await turnEnded({ client, desktopId: talking.id }, turn.id)).status, 'done')
  // A desktop moves, and its runner comes back to what is its workspace now.
  await client.desktops.move(other.desktop.id, there.id)
  await other.runner.closed
  await assert.rejects(client.desktops.get(other.desktop.id), { code: 'desktop_not_found' })
  // What nobody stores is asked again until it is answered.
  isDeaf = false
  const { requestId } = await run.runner.hears('testAgent')
  run.runner.says({ type: 'agentTested', requestId, ready: true, message: 'yes' })
  assert.equal((await tested).message, 'yes')
  run.runner.ends(run.runId)
  const told = new Set<string>()
  while (!told.has('desktop.status') || !told.has('task.completed')) {
    told.add((await stream.nextData()).data.type)
  }
  for (const answer of over) await answer.text()
  await client.desktops.delete(run.desktop.id)
  await run.runner.closed
  await Promise.all([c!.stop(), d!.stop()])
})

test('a copied folder that comes to another replica is refused for good, and the first runner goes on', async (t) => {
  const copy = `${temporaryFolder(t)}/copy`
  cpSync(folder, copy, { recursive: true })
  const second = startProgram(t, ['runner', '--server', b.url, '--dir', copy])
  assert.equal(await second.exited, REFUSED)
  assert.match(second.stderr(), /"elsewhere" belongs to another runner, which is connected/)
  assert.equal((await finishCommand(onB, 'true')).status, 'done')
})

test('without NATS a replica starts, is ready and works, and says what is worse; then it goes on with it', async (t) => {
  await shared.nats.kill()
  const c = await shared.start()
  const ready = await c.client.ready()
  assert.equal(ready.status, 'ready')
  assert.deepEqual(
    ready.degraded.map(({ path }) => path),
    ['bus'],
  )
  assert.match(ready.degraded[0]!.message, /NATS cannot be reached.*nothing is lost/)
  assert.match(c.program.stderr(), /NATS cannot be reached: the server starts/)
  const mc = new CommandLine(t, { url: c.url })
  const { code, stdout } = await mc.run(['doctor', '--quick', '--json'])
  assert.equal(code, 0)
  const findings = JSON.parse(stdout) as { id: string; status: string; advice: string | null }[]
  const bus = findings.find(({ id }) => id === 'bus')
  assert.equal(bus?.status, 'warning')
  assert.match(bus?.advice ?? '', /NATS_URL/)
  await finishCommand({ client: c.client, desktopId: desktop.id }, 'true')
  await shared.nats.start()
  for (const { client } of [a, b, c]) {
    await waitFor('the bus', async () => (await client.ready()).degraded.length === 0)
  }
  await c.stop()
})

test('a replica that is parted from the database says so to whoever asks, and goes on when it is back', async (t) => {
  const address = new URL(shared.env.DATABASE_URL!)
  const cable = await Cable.lay(wholeFile, Number(address.port))
  address.port = `${cable.port}`
  const c = await shared.start({ DATABASE_URL: address.href })
  const stream = await openStream(t, c)
  await stream.next()
  // So that there are connections whose statements nobody will answer.
  await Promise.all(Array.from({ length: 12 }, () => c.request(TASKS)))
  cable.part()
  // Without a bound these would wait until the way is mended.
  const signal = AbortSignal.timeout(60_000)
  const json = { type: 'command', content: 'true', desktopId: desktop.id }
  const asked = await Promise.all([
    ...Array.from({ length: 12 }, () => c.request(TASKS, { signal })),
    c.request(TASKS, { method: 'POST', json, signal }),
  ])
  for (const answer of asked) await assertProblem(answer, 'database_unreachable')
  await waitFor('it to say so', async () => (await c.client.health()).storage === 'away')
  cable.mend()
  await waitFor('it to go on', async () => (await c.client.health()).status === 'ok')
  const { id } = await finishCommand({ client: c.client, desktopId: desktop.id }, 'true')
  for (let isOver = false; !isOver; ) {
    const { data } = await stream.nextData()
    isOver = data.type === 'task.completed' && data.payload.taskId === id
  }
  await c.stop()
})

test('a replica that stops sends its desktops and streams to others, and what runs goes on', async () => {
  const c = await shared.start()
  balancer.ports = [portOf(c), portOf(b)]
  balancer.cut()
  const through = createClient({ baseUrl: balancer.url, apiKey: KEY })
  const { id } = await runCommand(onB, `echo one; ${untilThere('moved')}; echo two`)
  const heard: string[] = []
  const following = (async () => {
    for await (const frame of through.tasks.follow(id)) heard.push(frame.type)
  })()
  await waitFor('its output', () => heard.includes('task.chunk'))
  assert.equal(await c.stop(), 0)
  await runCommand(onB, 'touch moved')
  await following
  assert.equal(heard.filter((type) => type === 'task.chunk').length, 2)
  assert.equal((await outputOf(b.client, id)).toString(), 'one\ntwo\n')
  balancer.ports = [portOf(a), portOf(b)]
  balancer.cut()
})

test('a replica whose data directory is emptied between two starts goes on: what lasts is elsewhere', async (t) => {
  const dataDir = temporaryFolder(t)
  const env = {
    PORT: await freePort(),
    MISSION_CONTROL_DATA_DIR: dataDir,
    // Also where all servers are asked to.
    MISSION_CONTROL_LOCAL_DESKTOP: undefined,
  }
  const c = await shared.start(env)
  assert.equal(c.desktopId, '', 'no replica is a desktop unless it is asked to be one')
  const [home, sealed] = [
    await c.client.desktops.create({ name: 'home' }),
    await c.client.desktops.create({ name: 'sealed' }),
  ]
  const runnerDir = temporaryFolder(t)
  await startRunner(t, c.url, runnerDir, home.credential)
  const agent = { kind: 'builtin', provider: 'compatible', baseUrl: 'http://127.0.0.1:1' } as const
  await c.client.agents.setUp(sealed.id, { ...agent, apiKey: 'a-sealed-key' })
  const bob = await invited(c, c.client, 'operator', 'Bob')
  const { id } = await runCommand({ client: c.client, desktopId: home.id }, untilThere('emptied'))
  await waitFor('its start', async () => (await c.client.tasks.get(id)).processStartedAt)
  assert.equal(await c.stop(), 0)
  rmSync(dataDir, { recursive: true })

  const again = await shared.start(env)
  const { user } = await openBrowser(again, bob.browser.cookie).client.account.session()
  assert.equal(user?.email, bob.email)
  writeFileSync(join(runnerDir, 'work', 'emptied'), '')
  assert.equal((await ended(again.client, id)).status, 'done')
  const runner = await BareRunner.connect(t, again, sealed, PROTOCOL_VERSION, READY)
  const { setup } = await runner.hears('agentSetup')
  assert.deepEqual([setup?.problem, JSON.stringify(setup).includes('a-sealed-key')], [null, true])
  await again.stop()
})

test('when a replica is killed its desktops go on at another, and lose nothing', async () => {
  const { id } = await runCommand(onB, `echo one; ${untilThere('on')}; echo two`)
  await waitFor('its output', async () => (await outputOf(b.client, id)).length > 0)
  a.program.child.kill('SIGKILL')
  await a.program.exited
  const other = await waitFor('a run at the other', async () => {
    const { id } = await runCommand(onB, 'touch on').catch(() => ({ id: null }))
    return id
  })
  assert.equal((await ended(b.client, other)).status, 'done')
  assert.equal((await ended(b.client, id)).status, 'done')
  assert.equal((await outputOf(b.client, id)).toString(), 'one\ntwo\n')
})

test('a server that would be alone is refused the database of those who share it, in words', async (t) => {
  const alone = startProgram(t, ['serve'], {
    ...shared.env,
    NATS_URL: '',
    PORT: '0',
    MISSION_CONTROL_DATA_DIR: temporaryFolder(t),
  })
  assert.equal(await alone.exited, 1)
  assert.match(alone.stderr(), /Another Mission Control is running.*NATS_URL/)
})

test('a runner that one replica has cut off stays out at the next', async (t) => {
  const c = await shared.start()
  const hostile = await b.client.desktops.create({ name: 'hostile' })
  const runner = await BareRunner.connect(t, b, hostile, PROTOCOL_VERSION)
  runner.sends('{}')
  await runner.closed
  await waitFor('its owner to be told', async () => {
    return (await c.client.desktops.get(hostile.id)).problem
  })
  await assert.rejects(openRunnerSocket(c.url, hostile.credential), /did not let the runner in/)
})

test('a replica whose schema is older is not ready; one that a newer version has taken something from stops, in words', async () => {
  const database = shared.env.DATABASE_URL as string
  const isTaken = (name: string) =>
    ask(database, `insert into kysely_migration values ('${name}', 'now')`)
  const problems = async () => {
    const answer = await b.request('/api/ready')
    return answer.status === 200 ? [] : (await assertProblem(answer, 'not_ready')).errors
  }
  const [last] = await ask(
    database,
    'delete from kysely_migration where name = (select max(name) from kysely_migration) returning name',
  )
  assert.match((await problems())?.[0]?.message ?? '', new RegExp(`lacks ${last?.name}`))
  await isTaken(`${last?.name}`)
  await isTaken('998-more')
  assert.deepEqual(await problems(), [])
  await isTaken('999-contract-less')
  assert.equal(await b.program.exited, 1)
  assert.match(b.program.stderr(), /A newer version .*999-contract-less.* Start that version/)
})
