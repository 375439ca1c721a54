import { seeded } from '../faults/harness/random.ts'
import type { Scope } from '../setup/cleanup.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { curlLine } from './curl.ts'
import { type Document, Operations } from './document.ts'
import { Judge } from './judge.ts'
import { Known } from './known.ts'
import { type Asked, Requests } from './requests.ts'
import { type Answer, Sender } from './send.ts'
import { type Step, story } from './stories.ts'

interface Run {
  seed: number
  requests: number
  /** Told after each. */
  done?(count: number): void
}

/** An answer that isn't as the document says. */
export class Violation extends Error {}

/**
 * Asks a real server whatever its document and chance come up with, and judges each answer by the
 * document. Request n has a chance of its own, so that the same seed asks the same, but for ids.
 */
export async function fuzz(
  scope: Scope,
  { seed, requests: count, done }: Run,
): Promise<Map<string, number>> {
  const server = await startServer(scope, { MISSION_CONTROL_RATE_LIMIT: '0' })
  const further = await startDesktop(scope, server, 'further')
  await server.client.desktops.create({ name: 'without a runner' })
  const document = (await (await server.request('/api/openapi.json')).json()) as Document
  const operations = new Operations(document)
  const keys = (await (await server.request('/api/auth/api-keys')).json()) as { id: string }[]
  const known = new Known()
  const live = [server.desktopId, further.desktop.id]
  const spared = { desktopId: server.desktopId, live, keyId: keys.at(-1)?.id ?? '' }
  const requests = new Requests(operations, known, spared)
  known.learn(await server.client.desktops.list())
  const judge = new Judge(operations)
  const sender = new Sender(server.url)
  const statuses = new Map<string, number>()
  let steps: Step[] = []
  let before: string | undefined
  for (let n = 0; n < count; n++) {
    const random = seeded(seed * 1_000_003 + n)
    if (steps.length === 0 && random.chance(0.03)) steps = story(operations, requests, random)
    const isFirst = steps.length > 0 && before === undefined
    const asked = steps.shift()?.(before, random) ?? requests.any(random)
    let answer: Answer
    try {
      answer = await sender.send(asked)
    } catch (error) {
      throw violation(
        `no answer: ${(error as Error).message}\n${server.program.stderr().slice(-2000)}`,
        n,
        asked,
      )
    }
    const complaint = judge.complaint(asked, answer)
    if (complaint) throw violation(complaint, n, asked)
    const operation = operations.at(asked.method, asked.path.split('?', 1)[0]!)
    const name = `${operation?.operationId ?? 'elsewhere'} ${answer.status}`
    statuses.set(name, (statuses.get(name) ?? 0) + 1)
    const value = jsonOf(answer)
    known.learn(value)
    if (steps.length === 0) before = undefined
    else if (isFirst) before = (value as { id?: string } | undefined)?.id
    done?.(n + 1)
  }
  sender.close()
  return statuses

  function violation(what: string, n: number, asked: Asked): Violation {
    const curl = curlLine(server.url, asked, `mission-control-fuzz-${seed}-${n}`)
    return new Violation(`seed ${seed}, request ${n}: ${what}\n${curl}`)
  }
}

function jsonOf({ headers, status, text }: Answer): unknown {
  const isJson = headers['content-type']?.startsWith('application/json') === true
  return isJson && status < 300 && text !== '' ? JSON.parse(text) : undefined
}
