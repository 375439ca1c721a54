import { fail } from '@mission-control/protocol'
import type { NewSession, Origin } from './better-auth.ts'
import type { LoadBetterAuth } from './load-better-auth.ts'

/** Makes a session, or throws `wrong_credentials`, which doesn't tell which of the two is wrong. */
export async function signIn(
  load: LoadBetterAuth,
  credentials: { email: string; password: string },
  from: Origin,
): Promise<NewSession> {
  const session = await (await load()).signIn(credentials, from)
  return session ?? fail('wrong_credentials', 'No user has this e-mail and password.')
}
