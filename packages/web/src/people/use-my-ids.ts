import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSession } from '../account/session.ts'
import { useCore } from '../live/use-live.tsx'

/**
 * The ids that stand where the person at the screen did something: theirs, and those of their API keys, by
 * which the command line acts. `isWanted`: only then the keys are asked for.
 */
export function useMyIds(isWanted: boolean): ReadonlySet<string> {
  const { client } = useCore()
  const { user } = useSession()
  const { data } = useQuery({
    queryKey: ['api-keys'],
    queryFn: () => client.apiKeys.list(),
    enabled: isWanted,
  })
  return useMemo(() => {
    const own = (data ?? []).filter(({ owner }) => owner.id === user.id)
    return new Set([user.id, ...own.map(({ id }) => id)])
  }, [data, user.id])
}
