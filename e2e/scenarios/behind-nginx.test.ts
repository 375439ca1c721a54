import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { CommandLine } from '../setup/command-line.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startNginx } from '../setup/nginx.ts'
import { startProxy } from '../setup/proxy.ts'
import { startRunner } from '../setup/runner.ts'
import { serverAt, startServer, type TestServer } from '../setup/server.ts'
import { finishCommand, outputOf } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const env = { MISSION_CONTROL_LOCAL_DESKTOP: 'off', MISSION_CONTROL_TRUST_PROXY: '1' }
const server = await startServer(wholeFile, env)
const url = await startNginx(wholeFile, server.url)
/** The server as it is seen through nginx. */
const seen: TestServer = { ...server, ...serverAt(url) }

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
// Both listen to a stream for 15 s, on which nothing must happen meanwhile.
const [wellSeen, badlySeen] = await Promise.all([doctor(url), doctor(bad)])

const problemsOf = (findings: Finding[]) =>
  findings.filter(({ status }) => status === 'problem').map(({ id }) => id)

test('events arrive live, a runner works and a large body comes through', async (t) => {
  const stream = await openStream(t, seen, ACTIVITY)
  await stream.next()
  const desktop = await seen.client.desktops.create({ name: 'behind nginx' })
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

test('the doctor finds nothing wrong on this way, and says so to a person and to a program', async () => {
  const { code, findings } = wellSeen
  assert.deepEqual(problemsOf(findings), [])
  assert.equal(code, 0)
  const ids = [
    'server',
    'database',
    'schema',
    'bus',
    'clock',
    'disk',
    'streams',
    'websocket',
    'runners',
  ]
  assert.deepEqual(
    findings.map(({ id }) => id),
    ids,
  )
  for (const { status, advice } of findings) assert.equal(advice === null, status === 'ok')
  const { stdout } = await new CommandLine(wholeFile, { url }).run(['doctor', '--quick'])
  assert.match(stdout, /^ok +streams +The first event arrives at once\.$/m)
})

test('of a proxy that holds streams back and stops WebSockets the doctor says what to change', async () => {
  const { code, findings } = badlySeen
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
