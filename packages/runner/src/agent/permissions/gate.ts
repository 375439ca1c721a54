import type {
  PermissionOption,
  PermissionRule,
  PermissionSubject,
  TranscriptRecord,
} from '@mission-control/protocol'
import { firstLine, judge, QUESTION_MAX, ruleFor } from '@mission-control/protocol/host'
import type { Redact } from '../redact.ts'
import { Asking } from './asking.ts'
import type { PermissionDesk } from './lines.ts'
import { questionOf } from './question.ts'
import { addressSubject } from './subject.ts'
import type { Wish } from './wish.ts'

export interface Verdict {
  allowed: boolean
  /** Whether the verdict holds for the future, too. */
  always: boolean
  /** True: a person or the server decided. False: a rule decided before anybody was asked. */
  asked: boolean
  /** Why, in the words of whoever has decided. */
  feedback: string | null
}

/** Everything that an agent wants to do has to pass the gate. */
export interface Gate {
  /**
   * Decides by the rules, or by a person if the rules say so. Rejects with the signal's reason when
   * nobody wants the answer any more.
   */
  decide(wish: Wish, how: Manner, signal: AbortSignal): Promise<Verdict>
  /** Whether a rule names this host and allows it, or a person has, so that it may be one inside. */
  mayReach(url: URL): Promise<boolean>
}

export interface Manner {
  /** Where no rule matches. */
  otherwise: 'allow' | 'ask'
  /** The answers that the agent understands. */
  options: readonly PermissionOption[]
}

const ALLOWED: Verdict = { allowed: true, always: true, asked: false, feedback: null }

/** For servers that don't know permissions: nobody could be asked, so everything is allowed. */
export const OPEN_GATE: Gate = { decide: async () => ALLOWED, mayReach: async () => false }

/**
 * How many questions one run may put to people; an agent that asks more often is out of control.
 */
const ASKS_MAX = 1_000
/** What is longer can't be remembered by a rule. */
const REMEMBERED_MAX = 2_000

const TOO_LONG = `This is longer than the ${QUESTION_MAX.toLocaleString('en')} characters that a person can be shown. Nobody can allow what they can’t see. Do it in smaller steps.`

interface GateOptions {
  emit(record: TranscriptRecord): void
  redact: Redact
}

export class AskingGate implements Gate {
  readonly #options: GateOptions
  readonly #asking: Asking
  #rules: PermissionRule[]
  /** The origins of the addresses that people have allowed. */
  readonly #origins = new Set<string>()
  #asked = 0
  #refused = 0

  constructor({ rules, asks, answers }: PermissionDesk, options: GateOptions) {
    this.#options = options
    this.#rules = rules
    this.#asking = new Asking(asks, answers)
  }

  async decide(secret: Wish, { otherwise, options }: Manner, signal: AbortSignal) {
    const wish = this.#options.redact(secret)
    switch ((await judge(this.#rules, wish)) ?? otherwise) {
      case 'allow':
        return ALLOWED
      case 'never':
        return this.#refuse(wish, 'A rule of this desktop forbids this.')
      case 'ask':
        if (this.#asked >= ASKS_MAX) {
          return this.#refuse(
            wish,
            `The agent has asked ${ASKS_MAX} times, which is the limit for a run.`,
          )
        }
        return await this.#ask(wish, options, signal)
    }
  }

  async mayReach(url: URL): Promise<boolean> {
    if (this.#origins.has(url.origin)) return true
    // A rule that allows the web in general doesn't mean this machine.
    const rules = this.#rules.filter(
      ({ decision, pattern }) => decision !== 'allow' || namesHost(pattern),
    )
    const subject = addressSubject(url.href)
    return (await judge(rules, { tool: 'fetch_url', subject })) === 'allow'
  }

  async #ask(wish: Wish, options: readonly PermissionOption[], signal: AbortSignal) {
    const question = questionOf(wish)
    if (question === null) return this.#refuse(wish, TOO_LONG)
    const requestId = `${++this.#asked}`
    const { call, tool } = wish
    const { title, input } = question
    const subject = upTo(REMEMBERED_MAX, wish.subject)
    const tell = (
      state: 'asked' | 'allowed' | 'denied' | 'withdrawn',
      feedback: string | null = null,
    ) =>
      this.#options.emit({ type: 'permission', id: requestId, call, tool, title, state, feedback })
    const answered = this.#asking.ask(
      {
        t: 'ask',
        requestId,
        at: Date.now(),
        tool,
        title,
        input,
        subject,
        options: options.filter((option) => option !== 'always' || subject !== null),
      },
      signal,
    )
    // Printed after the question is in its file, because output makes the runner look.
    tell('asked')
    try {
      const { allowed, always, feedback } = await answered
      tell(allowed ? 'allowed' : 'denied', feedback)
      if (allowed && subject?.kind === 'address')
        this.#origins.add(new URL(subject.forms[0]!).origin)
      if (always && subject) this.#remember(ruleFor({ tool, subject }, allowed ? 'allow' : 'never'))
      return { allowed, always, asked: true, feedback }
    } catch (error) {
      if (signal.aborted) tell('withdrawn')
      throw error
    }
  }

  /** Remembers the rule as the server does, so that the same is not asked again. */
  #remember(rule: PermissionRule): void {
    this.#rules = [rule, ...this.#rules]
  }

  #refuse({ call, tool, title }: Wish, feedback: string): Verdict {
    const id = `r${++this.#refused}`
    const record = { type: 'permission', id, call, tool, title: firstLine(title) } as const
    this.#options.emit({ ...record, state: 'denied', feedback })
    return { allowed: false, always: true, asked: false, feedback }
  }
}

/** Whether the pattern names its host without a wildcard. */
function namesHost(pattern = ''): boolean {
  return /^https?:\/\/[^*\\/:]+[:/]/.test(pattern)
}

function upTo(most: number, subject: PermissionSubject | null): PermissionSubject | null {
  return subject?.forms.every(({ length }) => length <= most) ? subject : null
}
