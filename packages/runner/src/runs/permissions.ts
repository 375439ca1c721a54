import type { DownOf, UpOf } from '@mission-control/protocol/runner'
import type { AnswerLine, AskLine, PermissionDesk } from '../agent/permissions/lines.ts'
import { removeSideFile } from '../agent/side-file.ts'
import { codeOf } from '../error-code.ts'
import { LineFile, LineTail } from '../line-file.ts'
import type { Log } from '../log.ts'

type Saying = UpOf<'permission'> | UpOf<'permissionWithdrawn'>

/**
 * Passes the questions of a run's agent up, and the answers down. Both are in files, so a new
 * runner, or a host that waits, finds what was said before.
 */
export class RunPermissions {
  readonly desk: PermissionDesk
  readonly #runId: string
  readonly #asks: LineTail<AskLine>
  readonly #answers: LineFile<AnswerLine>
  /** What is to be said on every connection, by the request's id. */
  readonly #sayings = new Map<string, Saying>()
  /** Answers that the disk hasn't taken yet. */
  readonly #unwritten = new Map<string, AnswerLine>()
  #answered: Set<string> | null = null

  constructor(runFile: string, runId: string, rules: PermissionDesk['rules']) {
    this.desk = { rules, asks: `${runFile}.asks`, answers: `${runFile}.answers` }
    this.#runId = runId
    this.#asks = new LineTail(this.desk.asks)
    this.#answers = new LineFile(this.desk.answers)
  }

  get sayings(): readonly Saying[] {
    return [...this.#sayings.values()]
  }

  /** Reads what has been asked since. */
  look(log: Log): void {
    for (const line of this.#asks.read()) this.#take(line)
    for (const requestId of this.#unwritten.keys()) this.#write(requestId, log)
  }

  /** Writes the answer down for the host; a second one changes nothing. */
  answer({ type: _, runId: __, ...answer }: DownOf<'permissionAnswer'>, log: Log): void {
    this.look(log)
    if (this.#sayings.get(answer.requestId)?.type !== 'permission') return
    this.#sayings.delete(answer.requestId)
    this.#unwritten.set(answer.requestId, answer)
    this.#write(answer.requestId, log)
  }

  close(): void {
    this.#asks.close()
    this.#answers.close()
  }

  remove(): void {
    this.close()
    for (const path of [this.desk.asks, this.desk.answers]) removeSideFile(path)
  }

  #take(line: AskLine): void {
    const { requestId } = line
    this.#answered ??= answeredIn(this.desk.answers)
    if (this.#answered.has(requestId)) return
    const runId = this.#runId
    if (line.t === 'withdrawn') {
      this.#sayings.set(requestId, { type: 'permissionWithdrawn', runId, requestId })
    } else {
      const { t: _, ...ask } = line
      this.#sayings.set(requestId, { type: 'permission', runId, ...ask })
    }
  }

  #write(requestId: string, log: Log): void {
    try {
      this.#answers.claim()
      this.#answers.add(this.#unwritten.get(requestId)!)
      this.#unwritten.delete(requestId)
    } catch (error) {
      log.error({ runId: this.#runId, error: codeOf(error) }, 'An answer could not be written down')
    }
  }
}

/** The requests that were answered, also by an earlier runner. */
function answeredIn(path: string): Set<string> {
  const answers = new LineTail<AnswerLine>(path)
  const ids = new Set(answers.read().map(({ requestId }) => requestId))
  answers.close()
  return ids
}
