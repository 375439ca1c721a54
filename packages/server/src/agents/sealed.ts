import { fail } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import { newId } from '../ids.ts'
import { SecretError } from '../secret-box.ts'
import type { AgentSetupRow } from '../store/schema.ts'
import type { Parts } from './setup.ts'
import { rowOf } from './stored.ts'

/** Nothing is stored that couldn't be read again. */
export function sealed(core: Core, desktopId: string, parts: Parts): AgentSetupRow {
  try {
    return rowOf(core, desktopId, newId('setup'), parts)
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    return fail(
      'secret_key_unusable',
      `Nothing was changed, because the secrets can't be encrypted: ${error.message}. Restore the key. Or remove it: the server then makes a new one, and you set up the agents again.`,
    )
  }
}
