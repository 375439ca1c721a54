import { useQuery } from '@tanstack/react-query'
import { useCore } from '../live/use-live.tsx'
import { workspaceLabels } from './workspace.ts'

/** The workspaces that the person who is signed in is a member of, each with the words that tell it apart. */
export function useWorkspaces() {
  const { client } = useCore()
  return useQuery({
    queryKey: ['workspaces'],
    queryFn: async () => {
      const all = await client.workspaces.list()
      const labels = workspaceLabels(all)
      return all.map((each, at) => ({ ...each, label: labels[at]! }))
    },
  })
}
