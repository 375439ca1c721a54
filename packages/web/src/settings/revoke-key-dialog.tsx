import type { ApiKey } from '@mission-control/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

const words = text.settings.apiKeys

export function RevokeKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { client } = useCore()
  const queries = useQueryClient()
  const say = useSay()
  const revoke = useMutation({
    mutationFn: () => client.apiKeys.delete(apiKey.id),
    onSuccess: async () => {
      say(words.revoked(apiKey.name))
      onClose()
      await queries.invalidateQueries({ queryKey: ['api-keys'] })
    },
  })
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={words.revokeQuestion(apiKey.name)}
      description={words.revokeConsequence}
      narrow
    >
      <div className="flex flex-wrap items-center justify-end gap-2 px-5 pt-3 pb-4">
        {revoke.error && (
          <p role="alert" className="basis-full text-failed">
            {explain(revoke.error)}
          </p>
        )}
        <Button onClick={onClose}>{text.actions.keep}</Button>
        <Button look="danger" autoFocus disabled={revoke.isPending} onClick={() => revoke.mutate()}>
          {words.revoke}
        </Button>
      </div>
    </Dialog>
  )
}
