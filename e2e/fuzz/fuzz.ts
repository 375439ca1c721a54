import { seeded } from '../faults/harness/random.ts'
import { setUpBrowser, signedInBrowser } from '../setup/browser.ts'
import type { Scope } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { agentReady } from '../setup/prompts.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
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

interface Told {
  /** How often each operation had each status. */
  statuses: Map<string, number>
  /** The operations that never succeeded, though they might have. */
  unreached: string[]
}

/** They want a password, a token, a code, a name or somebody else, which chance doesn't find. */
const LOCKED = [
  'setUp',
  'signIn',
  'signInByHeader',
  'changePassword',
  'requestReset',
  'resetPassword',
  'resetFactors',
  'confirmTotp',
  'removeTotp',
  'finishSso',
  'finishSsoTrial',
  'startPasskey',
  'createPasskey',
  'updatePasskey',
  'removePasskey',
  'startPasskeySignIn',
  'signInByPasskey',
  'readInvitation',
  'acceptInvitation',
  'joinByInvitation',
  'leaveWorkspace',
  'deleteWorkspace',
]

/** An answer that isn't as the document says. */
export class Violation extends Error {}

/**
 * Asks a real server whatever its document and chance come up with, and judges each answer by the
 * document. Request n has a chance of its own, so that the same seed asks the same, but for ids.
 */
export async function fuzz(scope: Scope, { seed, requests: count, done }: Run): Promise<Told> {
  const model = await ModelServer.start(scope)
  const env = { MISSION_CONTROL_RATE_LIMIT: '0', ...model.environment('chat') }
  const server = await startServer(scope, env)
  const further = await startDesktop(scope, server, 'further')
  await server.client.desktops.create({ name: 'without a runner' })
  const document = (await (await server.request('/api/openapi.json')).json()) as Document
  const operations = new Operations(document)
  const live = [server.desktopId, further.desktop.id]
  const known = new Known(live)
  const spared = { desktopId: server.desktopId, live, ...(await signedIn(server)) }
  await agentReady(server)
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
    const step = steps.shift()
    if (step?.waits && before !== undefined) await hasEnded(server, before)
    const asked = step?.make(before, random) ?? requests.any(random)
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
  const isReached = (id: string) => [...statuses.keys()].some((each) => each.startsWith(`${id} 2`))
  const ids = operations.all.map(({ operationId }) => operationId)
  return { statuses, unreached: ids.filter((id) => !LOCKED.includes(id) && !isReached(id)) }

  function violation(what: string, n: number, asked: Asked): Violation {
    const curl = curlLine(server.url, asked, `mission-control-fuzz-${seed}-${n}`)
    return new Violation(`seed ${seed}, request ${n}: ${what}\n${curl}`)
  }
}

/** What the owner comes with, which has to stay: the oldest key and session, and the session's cookie. */
async function signedIn(server: TestServer) {
  const browser = await setUpBrowser(server)
  for (let i = 0; i < 3; i++) await signedInBrowser(server)
  const sessions = await browser.client.account.sessions()
  const keys = await server.client.apiKeys.list()
  return { keyId: keys.at(-1)?.id ?? '', sessionId: sessions.at(-1)!.id, cookie: browser.cookie! }
}

/** Unless it was never started. */
async function hasEnded({ client }: TestServer, id: string): Promise<void> {
  const { status } = await client.tasks.get(id)
  if (status !== 'pending') await ended(client, id)
}

function jsonOf({ headers, status, text }: Answer): unknown {
  const isJson = headers['content-type']?.startsWith('application/json') === true
  return isJson && status < 300 && text !== '' ? JSON.parse(text) : undefined
}
