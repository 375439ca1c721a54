import { createClient } from '@mission-control/client'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { readContexts, requireContext, writeContexts } from '../kit/contexts.ts'
import { print } from '../print.ts'

export async function logout({ args: [given] }: Call): Promise<void> {
  const all = readContexts()
  const name = given ?? all.current
  if (name === null) throw new CommandError('notFound', 'You are not signed in anywhere.')
  const { url, key, keyId } = requireContext(all, name)
  if (keyId) await createClient({ baseUrl: url, apiKey: key }).apiKeys.delete(keyId)
  const { [name]: _, ...contexts } = all.contexts
  const current = all.current === name ? null : all.current
  writeContexts({ current, contexts })
  const revoked = keyId ? ' Its key is revoked.' : ''
  print(`Signed out of ${url}.${revoked}`)
}
