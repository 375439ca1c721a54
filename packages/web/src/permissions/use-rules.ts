import type { PermissionRule } from '@mission-control/protocol'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { useSay } from '../toasts/toasts.tsx'

type Rules = readonly PermissionRule[]

/** The rules of a desktop, and a way to replace them: it shows at once, and goes back if it is refused. */
export function useRules(desktopId: string) {
  const { client } = useCore()
  const queries = useQueryClient()
  const say = useSay()
  // An answer that is remembered adds a rule.
  const pending = useLive((live) => live.permissions)
  const queryKey = ['permission rules', desktopId, [...pending.keys()]]
  const { data, error, refetch } = useQuery<Rules>({
    queryKey,
    queryFn: ({ signal }) => client.desktops.permissionRules(desktopId, { signal }),
    placeholderData: (before) => before,
  })
  const change = useMutation({
    // One after the other: the last change decides, not the last answer.
    scope: { id: `permission rules of ${desktopId}` },
    mutationFn: (rules: Rules) => client.desktops.setPermissionRules(desktopId, [...rules]),
    onMutate: (rules) => {
      queries.setQueryData<Rules>(queryKey, rules)
    },
    onSuccess: (rules) => queries.setQueryData<Rules>(queryKey, rules),
    onError: (error) => {
      say(explain(error), { bad: true })
      void refetch()
    },
  })
  return { rules: data, error, retry: () => void refetch(), put: change.mutateAsync }
}
