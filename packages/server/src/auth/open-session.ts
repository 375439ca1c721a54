import { fail, type User } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import { newId } from '../ids.ts'
import { findUser } from '../store/accounts.ts'
import { audit } from '../store/audit.ts'
import { hold } from '../store/locks.ts'
import type { SessionRow, Tx } from '../store/schema.ts'
import { insertSession } from '../store/sessions.ts'
import { findDoer } from '../store/workspaces.ts'
import { hashSecret, newSessionToken } from './secrets.ts'
import { SESSION_LASTS } from './sessions.ts'

/** Where somebody signs in. */
export interface Origin {
  userAgent: string
  ipAddress: string
}

export interface NewSession {
  /** What the cookie holds; only its hash is kept. */
  token: string
  user: User
}

/** Who has signed in: the one place where a session is made, always with a token that nobody has seen. */
export async function openSession(
  core: Core,
  tx: Tx,
  user: { id: string; email: string | null; name: string },
  { userAgent, ipAddress }: Origin,
  through: Pick<SessionRow, 'provider_id' | 'id_token'> = { provider_id: null, id_token: null },
): Promise<NewSession> {
  // Whoever is disabled in the same moment loses this session too, or gets none.
  await hold(tx, 'user', user.id)
  if ((await findUser(tx, user.id))?.disabled_at !== null) {
    fail('not_admitted', 'Your account here is disabled. Ask an admin.')
  }
  const [id, token, at] = [newId('session'), newSessionToken(), core.now()]
  audit(tx, await findDoer(tx, user.id), { target: id })
  await insertSession(tx, {
    id,
    user_id: user.id,
    token_hash: hashSecret(token),
    user_agent: userAgent,
    ip_address: ipAddress,
    created_at: at,
    last_used_at: at,
    expires_at: at + SESSION_LASTS,
    ...through,
  })
  return { token, user: { id: user.id, email: user.email ?? '', name: user.name } }
}
