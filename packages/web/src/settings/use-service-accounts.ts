import { useQuery } from '@tanstack/react-query'
import { useMay } from '../account/may.tsx'
import { useCore } from '../live/use-live.tsx'

/** Owners of keys that are no people. Only an admin is told of them. */
export function useServiceAccounts() {
  const { client } = useCore()
  const may = useMay()
  return useQuery({
    queryKey: ['service-accounts'],
    queryFn: () => client.serviceAccounts.list(),
    enabled: may('admin'),
  })
}
