import { ProblemError, type SsoTrial } from '@mission-control/protocol'
import type { Core } from '../../core.ts'
import { findUser } from '../../store/accounts.ts'
import { listWorkspaces } from '../../store/memberships.ts'
import { admit } from './admit.ts'
import type { Identity, Provider } from './provider.ts'
import { takeRoles } from './take-roles.ts'

type Outcome = Pick<SsoTrial, 'admitted' | 'detail' | 'user' | 'places'>

/** Whom it would sign in, and what they would be. */
interface Found {
  id: string
  email: string
  name: string
  places: SsoTrial['places']
}

/** Thrown, so that the transaction is undone. */
class Undone extends Error {
  override readonly name = 'Undone'
  readonly found: Found

  constructor(found: Found) {
    super('a trial is undone')
    this.found = found
  }
}

/**
 * What signing in with this identity would come to: the sign-in itself decides that, in a transaction that is
 * undone.
 */
export async function tryIdentity(
  core: Core,
  provider: Provider,
  identity: Identity,
): Promise<SsoTrial> {
  const { subject, email, groups } = identity
  const claims = shownClaims(identity.claims)
  return { subject, email, groups, claims, ...(await outcomeOf(core, provider, identity)) }
}

async function outcomeOf(core: Core, provider: Provider, identity: Identity): Promise<Outcome> {
  try {
    return await core.store.write(async (tx): Promise<never> => {
      const { id, email, name } = await admit(core, tx, provider, identity)
      await takeRoles(core, tx, provider, identity, id)
      const places = (await listWorkspaces(tx, id)).map((place) => ({
        workspaceId: place.id,
        name: place.name,
        personal: place.home === place.id,
        role: place.role,
      }))
      throw new Undone({ id, email: email ?? '', name, places })
    })
  } catch (error) {
    if (error instanceof Undone) {
      const { id, email, name, places } = error.found
      const isNew = (await findUser(core.store.db, id)) === undefined
      return { admitted: true, detail: null, user: { email, name, isNew }, places }
    }
    if (!(error instanceof ProblemError) || error.problem.code !== 'not_admitted') throw error
    return { admitted: false, detail: error.problem.detail, user: null, places: [] }
  }
}

const CLAIMS_MAX = 100
const VALUE_MAX = 500
/** They tie a token to its request, and say nothing of anybody. */
const TIES = ['nonce', 'at_hash', 'c_hash', 's_hash']

function shownClaims(claims: Readonly<Record<string, unknown>>): SsoTrial['claims'] {
  return Object.entries(claims)
    .filter(([name, value]) => value !== undefined && !TIES.includes(name))
    .slice(0, CLAIMS_MAX)
    .map(([name, value]) => ({
      name: name.slice(0, VALUE_MAX),
      value: (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, VALUE_MAX),
    }))
}
