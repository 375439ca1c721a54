import { isDeepStrictEqual } from 'node:util'
import type { AgentState } from '@mission-control/protocol/runner'
import type { Log } from '../../log.ts'
import { pause } from '../../pause.ts'
import type { AgentConfiguration } from '../configuration.ts'
import { modelOf } from '../model-of.ts'
import type { Shown } from '../shown.ts'
import { failed, probeAgent, type Surroundings } from './probe-process.ts'
import { type AgentVerdict, OTHERWISE, verdictOf } from './verdict.ts'

/**
 * How often to ask an agent that has answered, in ms. Programs are asked less often, because starting one
 * takes seconds.
 */
const HEALTHY_EVERY = { chat: 60_000, builtin: 60_000, acp: 600_000 }
const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 60_000

export interface ReadinessOptions {
  agent: AgentConfiguration
  surroundings: Surroundings
  changed(state: AgentState): void
  signal: AbortSignal
  log: Log
}

/** Knows whether the agent answers: asks it now and then, until the signal. */
export class Readiness {
  readonly #options: ReadinessOptions
  #state: AgentState
  /** What its last session has shown, which is more than a probe finds out. */
  #shown: Shown | null = null
  #doubt = new AbortController()

  constructor(options: ReadinessOptions) {
    const { agent } = options
    this.#options = options
    this.#state = {
      kind: agent.kind,
      model: modelOf(agent),
      ready: false,
      problem: "The agent hasn't answered yet.",
    }
    options.signal.addEventListener('abort', () => this.#doubt.abort())
    void this.#keepAsking()
  }

  get state(): AgentState {
    return this.#state
  }

  /** Something has gone wrong with it: asks without waiting for the next time. */
  ask(): void {
    this.#doubt.abort()
  }

  /** A session has shown more of it. */
  learn(shown: Shown): void {
    this.#shown = shown
    const { model, asking } = shown
    this.#become({ ...this.#state, model: model ?? this.#state.model, ...asking })
  }

  async #keepAsking(): Promise<void> {
    const { agent, signal } = this.#options
    for (let failures = 0; !signal.aborted; ) {
      this.#doubt = new AbortController()
      const { ready } = await this.test()
      if (signal.aborted) return
      failures = ready ? 0 : failures + 1
      const retry = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS)
      await pause(ready ? HEALTHY_EVERY[agent.kind] : retry, this.#doubt.signal)
    }
  }

  /** Asks the agent at once; the result is its state from then on. */
  async test(): Promise<AgentVerdict> {
    const { agent, surroundings, signal, log } = this.#options
    const result = await probeAgent(agent, surroundings, signal).catch((error: Error) =>
      failed(`The agent can't be tested: ${error.message}`),
    )
    if (signal.aborted) return OTHERWISE
    const { model, asking, problem } = { ...result, ...this.#shown }
    this.#become({
      ...this.#state,
      model: model ?? this.#state.model,
      ...asking,
      ready: problem === null,
      problem,
    })
    if (problem !== null) log.warn({ problem }, 'The agent is not ready')
    return verdictOf(agent, result)
  }

  #become(state: AgentState): void {
    const before = this.#state
    this.#state = state
    if (!isDeepStrictEqual(before, state)) this.#options.changed(state)
  }
}
