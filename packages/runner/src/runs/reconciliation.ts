import type { FailureCode } from '@mission-control/protocol'
import { codeOf, isRefusal } from '../error-code.ts'
import { stopProcesses } from '../stop-processes.ts'
import { type Run, STOPPED_BEFORE_START } from './run.ts'
import type { Runs } from './runs.ts'
import { removeStrays } from './strays.ts'
import { actionOn, type Lost, phaseOf, verdictOf } from './verdict.ts'

const RECONCILE_AGAIN_MS = 1000

const MESSAGES = {
  desktop_restarted: 'The machine was restarted before the command had ended.',
  keeper_lost: 'The process that held the command is gone, and with it how the command ended.',
  start_unknown: 'Nobody knows whether the command was started: its keeper is gone.',
} as const satisfies Partial<Record<FailureCode, string>>

/** Finds out what became of the placed runs while runner or keeper was away, and acts on it. */
export class Reconciliation {
  readonly #runs: Runs
  readonly #underWay = new WeakSet<Run>()
  /** Runs that the keeper did not name although their file exists: it is asked once more. */
  readonly #doubted = new WeakSet<Run>()

  constructor(runs: Runs) {
    this.#runs = runs
  }

  /** At the runner's start: takes up the runs that the journal names. */
  recover(): void {
    const { dir, journal, bootId, keeper } = this.#runs.options
    const lines = [...journal.live]
    removeStrays(dir, new Set(lines.map(({ runId }) => runId)), this.#runs.options.log)
    for (const line of lines) {
      const run = this.#runs.add(line)
      this.#lookAtFirst(run)
      run.phase = phaseOf({
        claimed: run.file.exists(),
        ended: run.ended !== null,
        sameBoot: line.bootId === bootId,
      })
      if (run.phase === 'waiting') this.#runs.queue.add(run)
      if (run.phase === 'placed') this.#runs.queue.place(run.runId)
    }
    if (this.#runs.placed.length > 0) keeper.follow()
    this.#runs.admit()
  }

  /** Call it when a keeper says hello; `held`: the runs that it holds, or null when none lives. */
  reconcileAll(held: ReadonlySet<string> | null): void {
    for (const run of this.#runs.placed) {
      if (this.#underWay.has(run)) continue
      this.#underWay.add(run)
      this.#reconcile(run, held)
        .catch((error: unknown) => {
          this.#runs.options.log.error(
            { runId: run.runId, error: String(error) },
            'Not reconciled yet',
          )
          setTimeout(() => this.#askAgain(), RECONCILE_AGAIN_MS)
        })
        .finally(() => this.#underWay.delete(run))
    }
  }

  /** Asks the keeper, if it is there, once more what it holds. */
  #askAgain(): void {
    const { keeper } = this.#runs.options
    if (!keeper.send({ type: 'list' })) keeper.follow()
  }

  /** What can't be read now is read when it is reconciled. */
  #lookAtFirst(run: Run): void {
    const { log } = this.#runs.options
    try {
      run.look(log)
    } catch (error) {
      if (!isRefusal(error)) throw error
      log.warn({ runId: run.runId, error: codeOf(error) }, 'A run cannot be looked at now')
    }
  }

  async #reconcile(run: Run, held: ReadonlySet<string> | null): Promise<void> {
    const { bootId, keeper } = this.#runs.options
    const { runId } = run
    this.#runs.look(run)
    const verdict = verdictOf({
      claimed: run.file.exists(),
      started: run.started !== null,
      ended: run.ended !== null,
      sameBoot: run.line.bootId === bootId,
      held: held?.has(runId) ?? false,
    })
    const action = actionOn(verdict, {
      cancelled: run.cancelled,
      keeperSpoke: held !== null,
      askedAgain: this.#doubted.has(run),
    })
    switch (action) {
      case 'nothing':
        return
      case 'stop':
        return this.#runs.stop(run)
      case 'start':
        return this.#runs.ask(run)
      case 'never_start':
        return this.#runs.conclude(run, STOPPED_BEFORE_START)
      case 'ask_again':
        this.#doubted.add(run)
        keeper.send({ type: 'list' })
        return
      default:
        return await this.#giveUp(run, action)
    }
  }

  /** Ends a run that is lost, after stopping what is left of it. */
  async #giveUp(run: Run, code: Lost): Promise<void> {
    const { runId } = run
    this.#runs.options.log.warn({ runId, code }, 'A run was lost')
    if (code !== 'desktop_restarted') {
      await stopProcesses({ runId, leader: run.started }, { graceMs: run.line.graceMs })
      this.#runs.look(run)
      if (run.ended !== null) return
    }
    this.#runs.conclude(run, { kind: 'failed', code, message: MESSAGES[code] })
  }
}
