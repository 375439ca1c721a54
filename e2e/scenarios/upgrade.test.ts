import assert from 'node:assert/strict'
import { closeSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ApiError } from '@mission-control/client'
import type { Desktop } from '@mission-control/protocol'
import { PROTOCOL_VERSION } from '@mission-control/protocol/runner'
import { BareRunner } from '../setup/bare-runner.ts'
import { certificate } from '../setup/certificate.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { startConnectProxy } from '../setup/connect-proxy.ts'
import { temporaryFolder } from '../setup/folder.ts'
import type { Given } from '../setup/join-script.ts'
import { JoinedMachine } from '../setup/joined.ts'
import { freePort } from '../setup/port.ts'
import { startProxy } from '../setup/proxy.ts'
import { startDesktop } from '../setup/runner.ts'
import { sampled } from '../setup/sampled.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { spareRuntime, Versions } from '../setup/versions.ts'
import { waitFor } from '../setup/wait.ts'

const versions = Versions.make(wholeFile)
const [OLD, NEW, BROKEN] = ['0.0.7', '0.3.0', '0.4.0']
const dataDir = temporaryFolder(wholeFile)
spareRuntime(dataDir)
const PORT = await freePort()

/** The server of that version in place of the one before. */
async function serve(
  version: string,
  spoilt?: string,
  when?: 'on trial' | 'later',
): Promise<TestServer> {
  const env = {
    PORT,
    MISSION_CONTROL_LOCAL_DESKTOP: 'off',
    MISSION_CONTROL_RATE_LIMIT: '0',
    MISSION_CONTROL_TRUST_PROXY: '127.0.0.1',
  }
  return await startServer(wholeFile, env, dataDir, versions.program(version, spoilt, when))
}

let server = await serve(OLD)
const { client } = server
const [idle, busy] = [
  await JoinedMachine.join(wholeFile, server, await companysWay()),
  await JoinedMachine.join(wholeFile, server),
]

/** Below a path of an HTTPS proxy with an authority of its own, which only a CONNECT proxy leads to. */
async function companysWay(): Promise<Partial<Given>> {
  const own = certificate(wholeFile)
  const told = { tells: true, certificate: own }
  const { port } = new URL(await startProxy(wholeFile, server.url, '/at/work', told))
  const company = await startConnectProxy(wholeFile, 'mc.test:443', Number(port))
  return {
    url: 'https://mc.test/at/work',
    args: ['--ca', own.ca],
    curl: ['--cacert', own.ca],
    env: { HTTPS_PROXY: company.address },
  }
}

const get = (id: string) => client.desktops.get(id)

async function untilIs(id: string, what: string, is: (desktop: Desktop) => boolean) {
  return await waitFor(what, async () => {
    const desktop = await get(id)
    return is(desktop) && desktop
  }).catch((error) => {
    throw new Error(`${error.message}\n${idle.said}\n${busy.said}`)
  })
}

async function eventsOf(desktopId: string): Promise<string[]> {
  const events = await client.activity.list({ desktopId, after: 0 })
  return events.map(({ type }) => type).filter((type) => type.startsWith('desktop.upgrade'))
}

test('a runner of the server’s version has nothing to upgrade', async () => {
  await untilIs(idle.desktopId, 'the desktop', ({ status }) => status === 'running')
  const { upgrade, upgradePolicy, machine } = await get(idle.desktopId)
  assert.deepEqual([upgrade, upgradePolicy, machine?.runnerVersion], [null, 'auto', OLD])
  await assert.rejects(
    client.desktops.upgrade(idle.desktopId),
    (error) => error instanceof ApiError && /nothing to upgrade: .* not older/.test(error.message),
  )
})

test('with a newer server an idle runner upgrades itself, a busy one when its task is done or somebody says now', async () => {
  const where = { client, desktopId: busy.desktopId }
  const task = await runCommand(where, `echo before; ${untilThere('go')}; echo after`)
  await waitFor('the command', async () => (await client.tasks.get(task.id)).processStartedAt)
  const { current: before, pid } = idle
  await server.stop()
  server = await serve(NEW)
  const upgraded = await untilIs(
    idle.desktopId,
    'the upgrade',
    ({ machine, upgrade }) => machine?.runnerVersion === NEW && upgrade === null,
  )
  assert.equal(upgraded.status, 'running')
  assert.equal(idle.pid, pid, 'the new version is in the place of the old one')
  assert.notEqual(idle.current, before)
  assert.deepEqual(
    readdirSync(join(idle.folder, 'versions')).toSorted(),
    [before, idle.current].toSorted(),
  )
  assert.deepEqual(await eventsOf(idle.desktopId), ['desktop.upgraded'])
  const waiting = await untilIs(
    busy.desktopId,
    'what it waits for',
    ({ upgrade }) => upgrade?.reason === 'It begins when no task runs there.',
  )
  assert.deepEqual(waiting.upgrade?.state, 'waiting')
  await client.desktops.upgrade(busy.desktopId, { now: true })
  await untilIs(busy.desktopId, 'the upgrade', ({ machine }) => machine?.runnerVersion === NEW)
  assert.equal((await client.tasks.get(task.id)).status, 'running')
  writeFileSync(join(busy.dir, 'work/go'), '')
  assert.equal((await ended(client, task.id)).status, 'done')
  assert.equal(`${await outputOf(client, task.id)}`, 'before\nafter\n')
})

const breaking = sampled(
  [
    ['throws', '0.3.1', "throw new Error('No lungs.')", /with exit code 1\. .*: No lungs\./],
    ['crashes', '0.3.2', "process.kill(process.pid, 'SIGSEGV')", /5 times by a crash/],
  ] as const,
  1,
)

for (const [what, version, how, words] of breaking) {
  test(`a version that ${what} after its trial goes back as well, and its commands go on`, async () => {
    const [before, pid] = [idle.current, idle.pid]
    const where = { client, desktopId: idle.desktopId }
    const task = await runCommand(where, `${untilThere(version)}; echo after`)
    await waitFor('the command', async () => (await client.tasks.get(task.id)).processStartedAt)
    await client.desktops.update(busy.desktopId, { upgradePolicy: 'ask' })
    await server.stop()
    const breaks = `const { write } = process.stdout
process.stdout.write = function (words) {
  if (words.startsWith('connected')) setImmediate(() => { ${how} })
  return write.apply(this, arguments)
}`
    server = await serve(version, breaks, 'later')
    await untilIs(idle.desktopId, 'the offer', ({ upgrade }) => upgrade?.state === 'waiting')
    await client.desktops.upgrade(idle.desktopId, { now: true })
    const failed = await untilIs(
      idle.desktopId,
      'the failure',
      ({ upgrade }) => upgrade?.state === 'failed',
    )
    assert.match(failed.upgrade?.reason ?? '', /^It worked on trial, and then ended /)
    assert.match(failed.upgrade?.reason ?? '', words)
    assert.deepEqual([failed.machine?.runnerVersion, idle.current], [NEW, before])
    assert.equal(idle.pid === pid, what === 'throws', 'an error has it go back in the same process')
    writeFileSync(join(idle.dir, 'work', version), '')
    assert.equal((await ended(client, task.id)).status, 'done')
    await client.desktops.update(busy.desktopId, { upgradePolicy: 'auto' })
  })
}

test('a version that does not work goes back by itself, the others are left alone, and all go on', async () => {
  const [before, others] = [idle.current, busy.current]
  await server.stop()
  server = await serve(BROKEN, 'console.error("No heart."); process.exit(7)')
  const failed = await untilIs(
    idle.desktopId,
    'the failure',
    ({ upgrade }) => upgrade?.state === 'failed',
  )
  assert.match(failed.upgrade?.reason ?? '', /ended with exit code 7\. It said: No heart\./)
  assert.deepEqual([failed.machine?.runnerVersion, idle.current], [NEW, before])
  const left = await untilIs(busy.desktopId, 'the stop', ({ upgrade }) =>
    /failed: nothing goes on by itself/.test(upgrade?.reason ?? ''),
  )
  assert.deepEqual([left.machine?.runnerVersion, busy.current], [NEW, others])
  const failures = async () =>
    (await eventsOf(idle.desktopId)).filter((type) => type === 'desktop.upgradeFailed').length
  assert.equal(await failures(), breaking.length + 1)
  for (const { desktopId } of [idle, busy]) {
    assert.equal((await finishCommand({ client, desktopId }, 'true')).status, 'done')
  }
  const again = await client.desktops.upgrade(idle.desktopId)
  assert.equal(again.upgrade?.state, 'waiting')
  await waitFor('the second failure', async () => (await failures()) === breaking.length + 2)
  assert.equal(idle.current, before)

  // A byte of it has changed on the way.
  const file = openSync(join(dataDir, 'join/package.tgz'), 'r+')
  writeSync(file, 'x', 1_000_000)
  closeSync(file)
  await client.desktops.upgrade(busy.desktopId)
  const spoilt = await untilIs(
    busy.desktopId,
    'the failure',
    ({ upgrade }) => upgrade?.state === 'failed',
  )
  assert.match(
    spoilt.upgrade?.reason ?? '',
    /came with the wrong checksum .* Nothing was installed/,
  )
  assert.equal(busy.current, others)
  assert.ok(readdirSync(busy.folder).every((name) => !name.startsWith('.fetched')))
})

test('what can’t upgrade itself says why, and the policy of each desktop is kept', async (t) => {
  const sources = await startDesktop(t, server, 'from the sources')
  const { upgrade } = await get(sources.desktop.id)
  assert.equal(upgrade?.state, 'impossible')
  assert.match(
    upgrade?.reason ?? '',
    /runs from the sources: update them|was not installed by joining: upgrade it on/,
  )
  await assert.rejects(client.desktops.upgrade(sources.desktop.id), /can't be upgraded from here/)
  const older = await client.desktops.create({ name: 'older', upgradePolicy: 'ask' })
  await BareRunner.connect(t, server, older, 6)
  const { upgrade: none, upgradePolicy } = await get(older.id)
  assert.deepEqual([none?.state, upgradePolicy], ['impossible', 'ask'])
  assert.match(none?.reason ?? '', /too old to upgrade itself/)
  const off = await client.desktops.update(older.id, { upgradePolicy: 'off' })
  assert.equal(off.upgradePolicy, 'off')
  await client.desktops.delete(sources.desktop.id)
  await client.desktops.delete(older.id)
})

test('at most a tenth of the desktops is told at a time, and nobody after the first that fails', async (t) => {
  await client.desktops.delete(idle.desktopId)
  await client.desktops.delete(busy.desktopId)
  const old = (failed: { version: string; message: string } | null = null, version = OLD) => ({
    runnerVersion: version,
    upgrade: { obstacle: null, failed, trial: false },
  })
  const desktops = await Promise.all(
    Array.from({ length: 20 }, (_, i) => client.desktops.create({ name: `fleet ${i}` })),
  )
  const connect = (i: number, hello: object) =>
    BareRunner.connect(t, server, desktops[i]!, PROTOCOL_VERSION, undefined, hello)
  const runners = await Promise.all(desktops.map((_, i) => connect(i, old())))
  const told = () => runners.flatMap((runner, i) => (runner.all('upgrade').length > 0 ? [i] : []))
  const states = async (state: string) =>
    (await client.desktops.list()).filter(({ upgrade }) => upgrade?.state === state).length
  await waitFor('the first two to be told', () => told().length === 2)
  const waits = async () =>
    (await client.desktops.list()).filter(({ upgrade }) => upgrade?.reason?.includes('a tenth'))
      .length
  await waitFor('the others to wait for their turn', async () => (await waits()) === 18)
  assert.equal(told().length, 2)
  const [first, second] = told() as [number, number]
  assert.deepEqual(runners[first]!.all('upgrade')[0]?.version, BROKEN)

  // One on trial is not there yet; then it is, and the next is told.
  await runners[first]!.close()
  const trial = await connect(first, {
    runnerVersion: BROKEN,
    upgrade: { obstacle: null, failed: null, trial: true },
  })
  assert.equal((await get(desktops[first]!.id)).upgrade?.state, 'upgrading')
  await trial.close()
  await connect(first, old(null, BROKEN))
  assert.equal((await get(desktops[first]!.id)).upgrade, null)
  await waitFor('the third to be told', () => told().length === 3)

  await runners[second]!.close()
  await connect(second, old({ version: BROKEN, message: 'It broke.' }))
  assert.deepEqual((await get(desktops[second]!.id)).upgrade?.reason, 'It broke.')
  await waitFor('the stop', async () => {
    const all = await client.desktops.list()
    return all.filter(({ upgrade }) => upgrade?.reason?.includes('nothing goes on')).length === 17
  })
  assert.equal(told().length, 3)
  assert.equal(await states('upgrading'), 1)
  // Without the one that has failed it goes on.
  await client.desktops.update(desktops[second]!.id, { upgradePolicy: 'off' })
  await waitFor('the fourth to be told', () => told().length === 4)
})
