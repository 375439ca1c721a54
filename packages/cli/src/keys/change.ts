import type { NewApiKey } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import { desktopIn } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'
import { calledIn, lastOf, onlyOf } from '../kit/named.ts'
import { secondsOf } from '../run/seconds.ts'
import { accountNamed } from './accounts.ts'

/** Prints the key, and nothing else: it can be captured by a script, and is shown only now. */
export async function createKey(kit: Kit, { args, options }: Call): Promise<void> {
  const { client, memory, screen } = kit
  const { scope, expires, serviceAccount } = options
  const made = await client.apiKeys.create({
    name: args[0]!,
    ...(scope?.length > 0 && { scopes: scope }),
    ...(expires !== undefined && { expiresInSeconds: secondsOf(expires, '--expires') }),
    ...(await restrictionOf(kit, options)),
    ...(serviceAccount !== undefined && {
      serviceAccountId: (await accountNamed(kit, serviceAccount)).id,
    }),
  })
  memory.keep({ key: made.id })
  screen.done(made, made.key)
}

async function restrictionOf(
  { client, memory }: Kit,
  { desktop = [], label = [] }: Call['options'],
): Promise<Pick<NewApiKey, 'restrictedTo'>> {
  if (desktop.length + label.length === 0) return {}
  const all = desktop.length > 0 ? await client.desktops.list() : []
  const last = memory.last('desktop')
  const desktopIds = desktop.map((text: string) => desktopIn(all, text, last).id)
  return { restrictedTo: { desktopIds, labels: label } }
}

/** Prints the new value, and nothing else. */
export async function rotateKey(kit: Kit, { args, options }: Call): Promise<void> {
  const { id } = await keyNamed(kit, args[0]!)
  const { oldValidFor } = options
  const body = oldValidFor && { oldValidForSeconds: secondsOf(oldValidFor, '--old-valid-for') }
  const made = await kit.client.apiKeys.rotate(id, body ?? {})
  kit.screen.done(made, made.key)
}

export async function revokeKey(kit: Kit, { args }: Call): Promise<void> {
  const only = await keyNamed(kit, args[0]!)
  await kit.client.apiKeys.delete(only.id)
  kit.screen.done(only, `${only.id} is revoked.`)
}

async function keyNamed({ client, memory }: Kit, text: string) {
  const wanted = text === '@last' ? lastOf('key', memory.last('key')) : text
  const all = await client.apiKeys.list()
  return onlyOf('key', text, calledIn(all, 'key', wanted), 'keys list')
}
