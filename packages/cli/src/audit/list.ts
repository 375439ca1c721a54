import type { AuditEntry } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { limitOf } from '../screen/limit.ts'
import { ago } from '../screen/time.ts'
import { filterOf } from './filter.ts'

const LIMIT = 20
const MOST = 500

export async function listAudit({ client, screen }: Kit, { options }: Call): Promise<void> {
  const limit = Math.min(limitOf(options.limit, LIMIT), MOST)
  await screen.list(
    await client.audit.list({ ...filterOf(options), limit }),
    [
      { title: 'WHEN', of: ({ at }) => ago(at) },
      { title: 'WHO', of: ({ actor }) => actor?.name ?? '–', yields: true },
      { title: 'ACTION', of: ({ action }) => action },
      { title: 'TARGET', of: ({ target }) => target ?? '–', yields: true },
      { title: 'OUTCOME', of: outcomeOf },
      { title: 'FROM', of: ({ address }) => address ?? '–', spare: true },
    ],
    'There is no such entry.',
  )
}

function outcomeOf({ outcome, count }: AuditEntry): string {
  return count === 1 ? outcome : `${outcome} (${count} times)`
}
