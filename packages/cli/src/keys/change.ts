import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { lastOf, matching, onlyOf } from '../kit/named.ts'

/** Prints the key, and nothing else: it can be captured by a script, and is shown only now. */
export async function createKey({ client, memory, screen }: Kit, { args }: Call): Promise<void> {
  const made = await client.apiKeys.create(args[0]!)
  memory.keep({ key: made.id })
  screen.done(made, made.key)
}

export async function revokeKey(kit: Kit, { args }: Call): Promise<void> {
  const { client, memory, screen } = kit
  const text = args[0]!
  const wanted = text === '@last' ? lastOf('key', memory.last('key')) : text
  const all = await client.apiKeys.list()
  const named = all.filter(({ name }) => name === wanted)
  const found = named.length > 0 ? named : all.filter(({ id }) => matching('key', id, wanted))
  const only = onlyOf('key', text, found, 'keys list')
  await client.apiKeys.delete(only.id)
  screen.done(only, `${only.id} is revoked.`)
}
