import type { Proof } from '../auth/second-factor/second-factor.ts'
import type { Input } from './handlers.ts'
import type { RateLimit } from './rate-limit.ts'

type Proving = Pick<Input<'startPasskey'>, 'caller' | 'request' | 'reply'> & { body: Proof }

/** Makes an attempt by somebody's own factors: wrong passwords count, and wrong codes. */
export async function proving<T>(
  limit: RateLimit,
  { caller: { userId }, body: { code }, request, reply }: Proving,
  attempt: () => Promise<T>,
): Promise<T> {
  return await limit.guess({ address: request.ip, account: userId }, reply, () =>
    code === undefined ? attempt() : limit.guessCode(userId, reply, attempt),
  )
}
