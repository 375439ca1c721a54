import { useMutation } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Switch } from '../ui/switch.tsx'

const words = text.settings.taskApproval

/** Mission Control > Task Approval. */
export function TaskApproval() {
  const { client, store } = useCore()
  const say = useSay()
  const loading = useLive((live) => live.connection.state === 'loading')
  const requireApproval = useLive((live) => live.settings.requireApproval)
  const change = useMutation({
    // One after the other: the last click decides, not the last answer.
    scope: { id: 'settings' },
    mutationFn: (requireApproval: boolean) => client.settings.update({ requireApproval }),
    onMutate: (requireApproval) => store.send({ type: 'settings', settings: { requireApproval } }),
    onError: (error, requireApproval) => {
      store.send({ type: 'settings', settings: { requireApproval: !requireApproval } })
      say(explain(error), { bad: true })
    },
  })
  if (loading) return <Skeleton className="h-14" />
  return (
    <div className="grid gap-3 rounded-lg border border-line bg-panel p-4">
      <Switch
        label={words.switch}
        hint={words.hint}
        checked={requireApproval}
        onCheckedChange={(checked) => change.mutate(checked)}
      />
      <p className="border-t border-line pt-3 text-xs text-dim">{words.unchanged}</p>
    </div>
  )
}
