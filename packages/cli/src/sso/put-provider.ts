import { readFileSync } from 'node:fs'
import type {
  NewSsoProvider,
  ProviderId,
  RoleRule,
  SsoProvider,
  SsoProviderChanges,
} from '@mission-control/protocol'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { Kit } from '../kit/kit.ts'
import { askFor, readAll } from '../screen/ask.ts'
import { visible } from '../screen/visible.ts'

export async function addProvider(kit: Kit, { args, options }: Call): Promise<void> {
  const [id = '', preset] = args as [ProviderId, NewSsoProvider['preset']]
  const { clientId = '', ...settings } = settingsOf(options)
  const given = await givenSecret(options)
  const clientSecret =
    given === undefined ? (await askFor('Client secret: ', { hidden: true })).trim() : given
  const made = await kit.client.sso.create({ id, preset, ...settings, clientId, clientSecret })
  kit.screen.done(
    made,
    `${visible(made.name)} is added. Enter ${made.redirectUrl} there as the redirect address; \`mission-control sso test ${id}\` says whether all is right.`,
  )
}

export async function changeProvider(kit: Kit, { args, options }: Call): Promise<void> {
  const [id = ''] = args
  const clientSecret = await givenSecret(options)
  const changes = { ...settingsOf(options), ...(clientSecret !== undefined && { clientSecret }) }
  const changed: SsoProvider = await kit.client.sso.update(id, changes)
  kit.screen.done(changed, `${visible(changed.name)} is changed.`)
}

/** Never from an argument: everybody on the machine can read those. Null: there is none. */
async function givenSecret({
  secretFile,
  public: isPublic,
}: Call['options']): Promise<string | null | undefined> {
  if (isPublic && secretFile !== undefined) {
    throw new CommandError(
      'usage',
      'Expected --secret-file or --public: such a client has no secret.',
    )
  }
  if (isPublic) return null
  if (secretFile === undefined) return undefined
  if (secretFile === '-') return (await readAll(process.stdin)).trim()
  try {
    return readFileSync(secretFile, 'utf8').trim()
  } catch (error) {
    throw new CommandError('usage', `The secret can't be read: ${(error as Error).message}`)
  }
}

/** What was not given is undefined, and so not sent. */
function settingsOf(options: Call['options']): SsoProviderChanges {
  const { issuer, clientId, name, scopes, rolesClaim, role = [] } = options
  const isOn = (state: Call['options']) => state && state === 'on'
  return {
    issuer,
    clientId,
    name,
    scopes,
    rolesClaim,
    ...(role.length > 0 && { roles: role.map(ruleOf) }),
    trustEmail: isOn(options.trustEmail),
    autoJoin: isOn(options.autoJoin),
    enabled: isOn(options.enabled),
  }
}

/** The server knows which roles there are. A group's name may have anything in it. */
function ruleOf(text: string): RoleRule {
  const [, group, role, workspaceId = null] = /^(.+)=([^=@]+)(?:@([^=@]+))?$/.exec(text) ?? []
  if (group === undefined || role === undefined) {
    throw new CommandError(
      'usage',
      `Expected --role as group=role or group=role@workspace, got ${JSON.stringify(text)}.`,
    )
  }
  return { group, role: role as RoleRule['role'], workspaceId }
}
