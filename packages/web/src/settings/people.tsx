import { useQuery } from '@tanstack/react-query'
import { useSession } from '../account/session.ts'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { Invitations } from './invitations.tsx'
import { MemberTable } from './member-table.tsx'
import { WorkspaceChange } from './workspace-change.tsx'

/** People who join by a link are seen to join, in ms. */
const AGAIN = 5_000

export function People() {
  const { client } = useCore()
  const { workspace } = useSession()
  const isAdmin = workspace?.role === 'admin'
  const members = useQuery({
    queryKey: ['members'],
    queryFn: () => client.members.list(),
    refetchInterval: AGAIN,
  })
  return (
    <>
      {!isAdmin && <p className="text-dim">{text.people.onlyAdmins}</p>}
      {members.isPending && <Skeleton className="h-24" />}
      {members.error && (
        <p role="alert" className="text-failed">
          {explain(members.error)}
        </p>
      )}
      {members.data && <MemberTable members={members.data} canChange={isAdmin} />}
      {isAdmin && <Invitations again={AGAIN} />}
      <WorkspaceChange isAdmin={isAdmin} />
    </>
  )
}
