import type { Task } from '@mission-control/protocol'

/** What holds a task up, in words; null: nothing that is known. */
export function waitingFor({ waiting }: Task, desktop: string): string | null {
  switch (waiting) {
    case 'queued':
      return `Waiting for a place: ${desktop} is busy.`
    case 'desktop_offline':
      return `Waiting for ${desktop}: it is not connected.`
    case 'permission':
      return 'The agent asks a person: `mission-control approvals list`.'
    default:
      return null
  }
}

/** A wait that is shorter than this isn't mentioned, in ms. */
const WORTH_A_WORD = 1_000

/** Says what a task waits for once that has lasted for a while. */
export class Patience {
  readonly #say: (words: string) => void
  #timer: NodeJS.Timeout | undefined

  constructor(say: (words: string) => void) {
    this.#say = say
  }

  /** Null: it waits for nothing any more. */
  told(words: string | null): void {
    clearTimeout(this.#timer)
    if (words !== null) this.#timer = setTimeout(() => this.#say(words), WORTH_A_WORD)
  }
}
