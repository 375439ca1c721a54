import assert from 'node:assert/strict'
import { encodeUp, PROTOCOL_VERSION } from '@mission-control/protocol/runner'
import { BareRunner } from '../setup/bare-runner.ts'
import { ended, outputOf } from '../setup/tasks.ts'
import type { Fault } from './harness/fault.ts'
import { judgeActivity } from './harness/judge.ts'
import { Site } from './harness/site.ts'

/** The first version that can be told each; a time limit is no message of its own. */
const TIME_LIMITS_SINCE = 3
const SINCE = { prompt: 2, agentSetup: 3, testAgent: 3, permissionAnswer: 3 } as const

const PRINTED = 'what an older runner says'

export const olderRunner: Fault = {
  title:
    'a runner of an earlier version does what it can, over a cut as well, and is asked for nothing else',
  rounds: { full: 20, short: 1 },
  async prepare(scope) {
    const site = await Site.start(scope)
    return async (random, scope) => {
      const { client, server } = site
      const version = random.between(1, PROTOCOL_VERSION - 1)
      const desktop = await client.desktops.create({ name: `version ${version}` })
      let runner = await BareRunner.connect(scope, server, desktop, version)
      const task = await client.tasks.create({
        type: 'command',
        content: 'true',
        desktopId: desktop.id,
      })
      await client.tasks.run(task.id)
      const { runId, dispatch } = await runner.hears('start')
      runner.says({ type: 'started', runId, at: Date.now() })
      const cutAt = random.between(0, PRINTED.length)
      await say(runner, runId, 1, 0, PRINTED.slice(0, cutAt))
      const known = { lastDispatch: dispatch, runs: [{ runId, dispatch }] }
      await runner.close()
      runner = await BareRunner.connect(scope, server, desktop, version, undefined, known)
      const position = (await runner.hears('welcome')).runs[0]!.position
      assert.equal(position.stdout, cutAt)
      await say(runner, runId, position.seq + 1, cutAt, PRINTED.slice(cutAt))
      const seq = position.seq + (cutAt < PRINTED.length ? 1 : 0)
      const end = { kind: 'exited', exitCode: 0 } as const
      runner.says({ type: 'ended', runId, at: Date.now(), seq, end })
      await runner.hears('endAck')
      const after = await ended(client, task.id)
      assert.deepEqual([after.status, after.exitCode], ['done', 0])
      assert.equal(`${await outputOf(client, task.id)}`, PRINTED)
      await judgeActivity(site, after)

      if (version < TIME_LIMITS_SINCE) {
        const limited = await client.tasks.create({
          type: 'command',
          content: 'true',
          desktopId: desktop.id,
          timeoutSeconds: 10,
        })
        const refused = await client.tasks.run(limited.id).then(() => ended(client, limited.id))
        assert.deepEqual([refused.status, refused.error?.code], ['failed', 'runner_too_old'])
      }
      const types = new Set(runner.heard.map(({ type }) => type))
      for (const [type, since] of Object.entries(SINCE)) {
        assert.ok(!types.has(type as keyof typeof SINCE) || version >= since, type)
      }
      await runner.leave()
      await client.desktops.delete(desktop.id)
    }
  },
}

/** Output, and the word that it is stored. */
async function say(
  runner: BareRunner,
  runId: string,
  seq: number,
  offset: number,
  text: string,
): Promise<void> {
  if (text === '') return
  const data = Buffer.from(text)
  const chunk = {
    type: 'output',
    runId,
    seq,
    stream: 'stdout',
    offset,
    at: Date.now(),
    data,
  } as const
  runner.sends(encodeUp(chunk) as Uint8Array<ArrayBuffer>)
  await runner.hears('ack')
}
