import type { Problem } from '@mission-control/protocol'

type Reason = [path: RegExp, words: RegExp]

const PROVIDER: Reason[] = [
  [/^issuer$/, /^expected the address of the provider/],
  [/^issuer$/, /^expected https:\/\/accounts\.google\.com, got /],
  [
    /^issuer$/,
    /^expected an address that begins with https:\/\/, or with http:\/\/ on the machine/,
  ],
  [/^issuer$/, /^expected the id of one directory \(tenant\) in it, got /],
  [/^scopes$/, /^expected openid and further scopes, separated by spaces, got /],
]

/**
 * What holds between the fields of a body, or between an answer and the next request. A schema has no words
 * for it, so the server may refuse it, in these operations and by these words.
 */
const BETWEEN: Readonly<Record<string, Reason[]>> = {
  createApiKey: [
    [/^restrictedTo\.desktopIds$/, /^expected at least one of desktopIds and labels, got neither/],
  ],
  setAgentUp: [
    [/^command$/, /^expected either preset or command, got (both|neither)/],
    [/^mcpServers\.\d+\.command$/, /^expected either a command, .* got (both|neither)/],
    [/^baseUrl$/, /^expected an address: the provider "compatible" has none of its own/],
  ],
  createSsoProvider: PROVIDER,
  updateSsoProvider: [
    ...PROVIDER,
    [/^clientSecret$/, /^expected the secret: the stored one was given for another issuer/],
  ],
  search: [[/^cursor$/, /^expected the nextCursor of an answer in this workspace/]],
}

/** Whether all that the refusal names holds between fields or requests. */
export function isBetween(operationId: string, { errors = [] }: Pick<Problem, 'errors'>): boolean {
  const reasons = BETWEEN[operationId] ?? []
  return (
    errors.length > 0 &&
    errors.every(({ path, message }) =>
      reasons.some(([field, words]) => field.test(path) && words.test(message)),
    )
  )
}
