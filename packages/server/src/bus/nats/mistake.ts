import { errors } from '@nats-io/transport-node'

/** Errors of TLS: the certificate is not the server's, or the server doesn't speak TLS. */
const OF_TLS = /CERT|SIGNATURE|SSL|EPROTO/

/** Whether the connection failed for a reason that the owner has to fix: waiting doesn't help. */
export function isMistake(error: unknown): boolean {
  if (error instanceof errors.AuthorizationError) return true
  if (error instanceof errors.UserAuthenticationExpiredError) return true
  if (error instanceof errors.InvalidArgumentError) return true
  const { cause, code } = error as { cause?: { code?: string }; code?: string }
  return OF_TLS.test(cause?.code ?? code ?? '')
}
