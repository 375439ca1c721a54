import { EXIT, type ExitName } from './exit-codes.ts'

/** What a person can mend: the message says what is wrong, and what to do, in one sentence or two. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exit: ExitName

  constructor(exit: ExitName, message: string) {
    super(message)
    this.exit = exit
  }

  get exitCode(): number {
    return EXIT[this.exit]
  }
}
