import { PASSWORD_MAX, PASSWORD_MIN } from '@mission-control/protocol'
import { text } from '../strings/index.ts'

/** What a password needs, shown before anybody types. */
export const PASSWORD_EXPECTED = text.setUp.expected(PASSWORD_MIN, PASSWORD_MAX)

/** Why this can't be a password; undefined: it can. */
export function passwordProblem(password: string): string | undefined {
  if (password.length < PASSWORD_MIN) return text.setUp.tooShort(PASSWORD_MIN - password.length)
  if (password.length > PASSWORD_MAX) return text.setUp.tooLong(PASSWORD_MAX)
  return undefined
}
