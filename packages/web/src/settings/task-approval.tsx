import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { Switch } from '../ui/switch.tsx'
import { useSetting } from './use-setting.ts'

const words = text.settings.taskApproval

/** Mission Control > Task Approval. */
export function TaskApproval() {
  const loading = useLive((live) => live.connection.state === 'loading')
  const [requireApproval, setRequireApproval] = useSetting('requireApproval')
  if (loading) return <Skeleton className="h-14" />
  return (
    <div className="grid gap-3 rounded-lg border border-line bg-panel p-4">
      <Switch
        label={words.switch}
        hint={words.hint}
        checked={requireApproval}
        onCheckedChange={setRequireApproval}
      />
      <p className="border-t border-line pt-3 text-xs text-dim">{words.unchanged}</p>
    </div>
  )
}
