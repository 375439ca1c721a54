import type { DownOf } from '@mission-control/protocol/runner'

/** The server will not have this runner, and trying again is of no use. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly code: DownOf<'refused'>['code'] | 'unknown_credential'

  constructor(code: RefusedError['code'], message: string) {
    super(message)
    this.code = code
  }
}
