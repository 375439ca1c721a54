import type { Approval, Desktop } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import type { Column } from '../screen/column.ts'
import { ago } from '../screen/time.ts'

/** What waits for a person: results to review, and permissions that agents ask for. */
export async function listApprovals({ client, screen }: Kit, { options }: Call): Promise<void> {
  const approvals = await client.approvals.list({ kind: options.kind ?? 'all' })
  const desktops = screen.forPeople ? await client.desktops.list() : []
  // Show who has approved only if some result needs several people.
  const several = approvals.some(({ approvals }) => approvals && approvals.required > 1)
  await screen.list(approvals, columns(desktops, several), 'Nothing waits for you.')
}

function columns(desktops: Desktop[], several: boolean): Column<Approval>[] {
  const names = new Map(desktops.map(({ id, name }) => [id, name]))
  return [
    { title: 'ID', of: ({ id }) => id },
    { title: 'KIND', of: ({ kind }) => kind },
    {
      title: 'DESKTOP',
      of: ({ task }) => names.get(task.desktopId) ?? task.desktopId,
      yields: true,
    },
    ...(several ? [{ title: 'GIVEN', of: givenOf }] : []),
    { title: 'ASKED', of: ({ createdAt }) => ago(createdAt), spare: true },
    {
      title: 'WHAT',
      of: ({ request, task }) => (request ? `${request.tool}: ${request.title}` : task.content),
      yields: true,
    },
  ]
}

/** Permissions show nothing here: the first answer decides. */
function givenOf({ approvals }: Approval): string {
  return approvals ? `${approvals.given} of ${approvals.required}` : '-'
}
