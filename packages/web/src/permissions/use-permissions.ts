import type { Approval, PermissionRequest } from '@mission-control/protocol'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useCore, useLive } from '../live/use-live.tsx'

export type Permission = Approval & { request: PermissionRequest }

/** What agents wait to be allowed, oldest first. */
export function usePermissions(): readonly Permission[] {
  const { client } = useCore()
  const pending = useLive((live) => live.permissions)
  const { data } = useQuery({
    queryKey: ['permissions', [...pending.keys()]],
    queryFn: ({ signal }) => client.approvals.list({ kind: 'permission' }, { signal }),
    enabled: pending.size > 0,
    placeholderData: keepPreviousData,
  })
  return useMemo(
    () =>
      (data ?? [])
        .filter(isPermission)
        .filter(({ id }) => pending.has(id))
        .toReversed(),
    [data, pending],
  )
}

function isPermission(approval: Approval): approval is Permission {
  return approval.request !== null
}
