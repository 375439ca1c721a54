import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Task } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { type CollectedSpan, Collector } from '../setup/collector.ts'
import { inDatabase } from '../setup/database.ts'
import { childrenOf } from '../setup/process-table.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended, finishCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const TASKS = '/api/mission-control/tasks'
const collector = await Collector.start(wholeFile)
const ENV = {
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=a-key-of-the-collector',
  MISSION_CONTROL_LOG_LEVEL: 'info',
}
const server = await startServer(wholeFile, ENV)

/** Whoever asks has a trace of its own. */
function newCaller(flags = '01') {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')]
  return { traceId, spanId, headers: { traceparent: `00-${traceId}-${spanId}-${flags}` } }
}

async function runAs(
  headers: Record<string, string>,
  content: string,
  { client, request, desktopId }: TestServer = server,
): Promise<Task> {
  const { id } = await client.tasks.create({ type: 'command', content, desktopId })
  assert.equal((await request(`${TASKS}/${id}/run`, { method: 'POST', headers })).status, 200)
  return await client.tasks.get(id)
}

const spansOf = (traceId: string) => collector.spans.filter((span) => span.traceId === traceId)

async function runOf(taskId: string): Promise<CollectedSpan> {
  const isOfRun = ({ name, attributes }: CollectedSpan) =>
    name === 'run' && attributes['mission_control.task.id'] === taskId
  return await waitFor('the end of the run', () => collector.spans.find(isOfRun))
}

/** The spans of a task's run by their names, once its end has come. */
async function traceOf(taskId: string): Promise<Record<string, CollectedSpan>> {
  const run = await runOf(taskId)
  const spans = await waitFor('the rest', () => {
    const seen = spansOf(run.traceId)
    return seen.length >= 5 && seen
  })
  return Object.fromEntries(spans.map((span) => [span.name, span]))
}

test('the trace of whoever asks goes on through request, dispatch and process to the end of the run, also when the server restarts meanwhile', async (t) => {
  const first = await startServer(t, ENV)
  const caller = newCaller()
  const { id } = await runAs(caller.headers, `${untilThere('go')}; exit 3`, first)
  const lone = await runAs({}, untilThere('go'), first)
  for (const each of [id, lone.id]) {
    await waitFor('its start', async () => (await first.client.tasks.get(each)).processStartedAt)
  }
  await first.stop()
  const ofLone = `run_id = (select run_id from tasks where id = '${lone.id}')`
  await inDatabase(first.dataDir, `delete from traces where ${ofLone}`)
  const again = await startServer(t, ENV, first.dataDir)
  await finishCommand(again, 'touch go')
  const task = await ended(again.client, id)

  const { run, ...parts } = await traceOf(id)
  const request = parts[`POST ${TASKS}/:id/run`]
  assert.ok(run && request)
  assert.deepEqual(Object.keys(parts).sort(), [
    `POST ${TASKS}/:id/run`,
    'dispatch',
    'process',
    'queued',
  ])
  assert.deepEqual([request.traceId, request.parentSpanId], [caller.traceId, caller.spanId])
  assert.equal(run.parentSpanId, request.spanId)
  for (const name of ['dispatch', 'queued', 'process']) {
    assert.equal(parts[name]?.parentSpanId, run.spanId, name)
  }

  const at = (moment: string | null | undefined) => Date.parse(moment ?? '')
  const { startedAt, processStartedAt, processEndedAt, completedAt } = task
  assert.deepEqual([run.from, run.to], [at(startedAt), at(completedAt)])
  assert.deepEqual([parts.queued?.from, parts.queued?.to], [at(startedAt), at(processStartedAt)])
  assert.deepEqual(
    [parts.process?.from, parts.process?.to],
    [at(processStartedAt), at(processEndedAt)],
  )

  const about = { 'mission_control.task.id': id, 'mission_control.desktop.id': first.desktopId }
  const ofRun = { ...about, 'mission_control.run.id': run.attributes['mission_control.run.id'] }
  assert.match(`${run.attributes['mission_control.run.id']}`, /^run_/)
  for (const name of ['dispatch', 'queued', 'process']) {
    assert.deepEqual(parts[name]?.attributes, ofRun, name)
  }
  assert.deepEqual(run.attributes, {
    ...ofRun,
    'mission_control.task.status': 'failed',
    'process.exit.code': 3,
    'error.type': 'exit_nonzero',
  })
  assert.equal(run.status, 2)
  assert.partialDeepStrictEqual(request.attributes, {
    'mission_control.task.id': id,
    'http.response.status_code': 200,
  })
  assert.notEqual(run.resource['service.instance.id'], request.resource['service.instance.id'])
  assert.equal(run.resource['service.name'], 'mission-control')

  // Of the other one no request is known any more: it has a trace of its own.
  const own = await runOf(lone.id)
  assert.equal(own.parentSpanId, '')
  const below = await waitFor('its process', () =>
    collector.spans.find((span) => span.parentSpanId === own.spanId && span.name === 'process'),
  )
  assert.equal(below.traceId, own.traceId)
  // Ids and words of ours only.
  assert.doesNotMatch(JSON.stringify(collector.spans), /test -e go/)
})

test('without a caller’s trace there is one all the same; what the caller leaves out or isn’t W3C’s is not continued', async () => {
  const refused = newCaller('00')
  const wrong = newCaller()
  const unsampled = await runAs(refused.headers, 'true')
  const odd = await runAs({ traceparent: `${wrong.headers.traceparent}-x` }, 'true')
  const plain = await runAs({}, 'true')
  const stranger = newCaller()
  const { headers } = stranger
  await fetch(`${server.url}${TASKS}/x/run`, { method: 'POST', headers })
  await server.request(`${TASKS}/${plain.id}`)
  for (const { id } of [unsampled, odd, plain]) {
    assert.equal((await ended(server.client, id)).status, 'done')
  }
  for (const { id } of [odd, plain]) {
    const { run, ...parts } = await traceOf(id)
    const request = parts[`POST ${TASKS}/:id/run`]
    assert.deepEqual([run?.parentSpanId, request?.parentSpanId], [request?.spanId, ''])
    assert.equal(run?.status, 0)
  }
  // A later one is here, so would these be.
  for (const { traceId } of [refused, wrong, stranger]) assert.deepEqual(spansOf(traceId), [])
  assert.deepEqual(
    collector.spans.filter(({ name }) => name.startsWith('GET')),
    [],
  )
})

test('the key of the collector stays with the server', () => {
  const environment = (pid: number) => readFileSync(`/proc/${pid}/environ`, 'utf8')
  const [runner] = childrenOf(server.program.pid, '--until-stdin-ends')
  assert.match(environment(server.program.pid), /a-key-of-the-collector/)
  assert.doesNotMatch(environment(runner as number), /OTEL_EXPORTER/)
})

test('the log says the same ids', async () => {
  const { id } = await runAs({}, 'exit 4')
  const { run } = await traceOf(id)
  const traceId = run?.traceId
  const lines = await waitFor('the lines of this trace', () => {
    const all = server.program.stderr().split('\n')
    const own = all.filter((line) => line.includes(`${traceId}`)).map((line) => JSON.parse(line))
    return own.length >= 4 && own
  })
  const replica = run?.resource['service.instance.id']
  const ids = { taskId: id, runId: run?.attributes['mission_control.run.id'], replica, traceId }
  const byWords = new Map(lines.map((line) => [line.msg, line]))
  const { desktopId } = server
  for (const words of ['a run was sent to its desktop', 'a run has started', 'a run has ended']) {
    assert.partialDeepStrictEqual(byWords.get(words), { ...ids, desktopId }, words)
  }
  assert.partialDeepStrictEqual(byWords.get('a run has ended'), { status: 'failed', exitCode: 4 })
  const request = collector.spans.find(
    (span) => span.traceId === traceId && span.name.startsWith('POST'),
  )
  assert.partialDeepStrictEqual(byWords.get('a request was answered'), {
    ...{ taskId: id, replica, traceId },
    requestId: request?.attributes['mission_control.request.id'],
    ...{ method: 'POST', route: `${TASKS}/:id/run`, status: 200 },
  })
})

test('a collector that refuses costs a line in the log; one that is away, nothing', async (t) => {
  const other = await Collector.start(t, 403)
  const alone = await startServer(t, { OTEL_EXPORTER_OTLP_ENDPOINT: other.url })
  assert.equal((await finishCommand(alone, 'true')).status, 'done')
  await waitFor('the line', () => /traces could not be sent/.test(alone.program.stderr()))
  other.stop()
  assert.equal((await finishCommand(alone, 'true')).status, 'done')
  assert.equal(await alone.stop(), 0)
})
