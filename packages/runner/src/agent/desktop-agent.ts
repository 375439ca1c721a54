import { AGENT_VARIABLES } from '@mission-control/protocol/agents'
import type { AgentState, DownOf } from '@mission-control/protocol/runner'
import type { Log } from '../log.ts'
import type { AgentConfiguration } from './configuration.ts'
import { agentFromEnvironment } from './from-environment.ts'
import { modelOf } from './model-of.ts'
import type { Surroundings } from './readiness/probe-process.ts'
import { Readiness } from './readiness/readiness.ts'
import { type AgentVerdict, NOBODY } from './readiness/verdict.ts'
import { AgentSetupError } from './setup-error.ts'
import type { Shown } from './shown.ts'

type ServerSetup = NonNullable<DownOf<'agentSetup'>['setup']>

export interface DesktopAgentOptions {
  /** The machine's own agent; null: none. */
  own: AgentConfiguration | null
  surroundings: Surroundings
  changed(state: AgentState | null): void
  /** Called once it is known which agent gets the prompts. */
  known(): void
  signal: AbortSignal
  log: Log
}

/**
 * Decides which agent gets the desktop's prompts: that of the server's set-up if there is one,
 * otherwise the machine's own.
 */
export class DesktopAgent {
  readonly #options: DesktopAgentOptions
  #setup: ServerSetup | null = null
  #current: AgentConfiguration | null | undefined
  #problem: string | null = null
  #readiness: Readiness | null = null
  #over = new AbortController()

  constructor(options: DesktopAgentOptions) {
    this.#options = options
    options.signal.addEventListener('abort', () => this.#over.abort())
  }

  /** null: no agent. undefined: the server hasn't said yet whether it has a set-up. */
  get current(): AgentConfiguration | null | undefined {
    return this.#current
  }

  /** Why there is no agent, in words; null: none was set up. */
  get problem(): string | null {
    return this.#problem
  }

  get state(): AgentState | null {
    if (this.#readiness) return { ...this.#readiness.state, revision: this.#revision }
    if (this.#setup) return this.#unusable(this.#setup)
    const { own } = this.#options
    return own && { ...waiting(own), revision: null }
  }

  /** Takes the server's set-up; null: it has none. The same set-up again changes nothing. */
  take(setup: ServerSetup | null): void {
    const isKnown =
      this.#current !== undefined &&
      this.#setup?.revision === setup?.revision &&
      this.#setup?.problem === setup?.problem
    if (!isKnown) this.#become(setup)
    this.#options.changed(this.state)
  }

  /** Call it when something went wrong with the agent. */
  ask(): void {
    this.#readiness?.ask()
  }

  /** Takes note of what a session has shown, unless it was another agent's than the present one. */
  learn(agent: AgentConfiguration, shown: Shown): void {
    if (agent === this.#current) this.#readiness?.learn(shown)
  }

  async test(): Promise<AgentVerdict> {
    if (this.#readiness) return await this.#readiness.test()
    return this.#problem === null ? NOBODY : { ready: false, message: this.#problem }
  }

  #become(setup: ServerSetup | null): void {
    const { own, surroundings, changed, known, signal, log } = this.#options
    this.#over.abort()
    this.#over = new AbortController()
    if (signal.aborted) return
    this.#setup = setup
    this.#problem = null
    this.#current = setup === null ? own : this.#read(setup)
    const agent = this.#current
    this.#readiness =
      agent &&
      new Readiness({
        agent,
        surroundings,
        changed: () => changed(this.state),
        signal: this.#over.signal,
        log,
      })
    known()
  }

  #read({ variables, problem }: ServerSetup): AgentConfiguration | null {
    this.#problem = problem
    if (problem !== null) return null
    try {
      return agentFromEnvironment(variables)
    } catch (error) {
      if (!(error instanceof AgentSetupError)) throw error
      this.#problem = error.message
      return null
    }
  }

  get #revision(): string | null {
    return this.#setup?.revision ?? null
  }

  #unusable({ revision, variables }: ServerSetup): AgentState {
    const kind = (variables[AGENT_VARIABLES.kind] ?? 'chat') as AgentState['kind']
    return { kind, model: null, ready: false, problem: this.#problem, revision }
  }
}

function waiting(agent: AgentConfiguration): AgentState {
  const { kind } = agent
  return { kind, model: modelOf(agent), ready: false, problem: "The agent hasn't answered yet." }
}
