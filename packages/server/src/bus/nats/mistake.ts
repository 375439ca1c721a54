import { errors } from '@nats-io/transport-node'

/** Of TLS: whoever answers is not who was asked for, or doesn't speak it. */
const OF_TLS = /CERT|SIGNATURE|SSL|EPROTO/

/** Whether a connection was not made for a reason that its owner has to mend: waiting doesn't help. */
export function isMistake(error: unknown): boolean {
  if (error instanceof errors.AuthorizationError) return true
  if (error instanceof errors.UserAuthenticationExpiredError) return true
  if (error instanceof errors.InvalidArgumentError) return true
  const { cause, code } = error as { cause?: { code?: string }; code?: string }
  return OF_TLS.test(cause?.code ?? code ?? '')
}
