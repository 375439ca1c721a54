import { useQuery } from '@tanstack/react-query'
import { useCore } from '../live/use-live.tsx'

/** The workspaces that the person who is signed in is a member of. */
export function useWorkspaces() {
  const { client } = useCore()
  return useQuery({ queryKey: ['workspaces'], queryFn: () => client.workspaces.list() })
}
