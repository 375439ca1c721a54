import { fail, type RoleRule } from '@mission-control/protocol'
import type { Core } from '../../core.ts'
import { SecretError } from '../../secret-box.ts'
import type { SsoProviderRow } from '../../store/schema.ts'
import type { Provider } from './provider.ts'

type Place = Pick<SsoProviderRow, 'id' | 'issuer' | 'client_id'>

/** A secret is good only for the issuer and the client that it was given for: it is sent nowhere else. */
const placeOf = ({ id, issuer, client_id }: Place) =>
  `client secret ${JSON.stringify([id, issuer, client_id])}`

export function sealSecret({ secrets }: Core, secret: string, place: Place): Buffer {
  try {
    return secrets.seal(secret, placeOf(place))
  } catch (error) {
    return unusable(error, 'Nothing was changed, because the secret can’t be encrypted')
  }
}

export function toProvider({ secrets }: Core, row: SsoProviderRow): Provider {
  const { client_secret } = row
  return {
    id: row.id,
    preset: row.preset,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    hasSecret: client_secret !== null,
    openSecret() {
      if (client_secret === null) return undefined
      try {
        return secrets.open(client_secret, placeOf(row))
      } catch (error) {
        return unusable(error, `The client secret of ${row.name} can’t be read`)
      }
    },
    scopes: row.scopes,
    rolesClaim: row.roles_claim,
    roles: JSON.parse(row.roles) as RoleRule[],
    trustEmail: row.trust_email === 1,
    autoJoin: row.auto_join === 1,
    enabled: row.enabled === 1,
    readOnly: false,
    changedAt: row.changed_at,
  }
}

function unusable(error: unknown, what: string): never {
  if (!(error instanceof SecretError)) throw error
  return fail(
    'secret_key_unusable',
    `${what}: ${error.message}. Restore the key, or enter the client secret again.`,
  )
}
