import { useMutation } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

const words = text.agents

interface Props {
  desktopId: string
  onRemoved: () => void
  onClose: () => void
}

export function RemoveSetup({ desktopId, onRemoved, onClose }: Props) {
  const { client } = useCore()
  const say = useSay()
  const remove = useMutation({
    mutationFn: async () => await client.agents.remove(desktopId),
    onSuccess: () => {
      say(words.removed)
      onRemoved()
      onClose()
    },
  })
  return (
    <Dialog
      open
      narrow
      onOpenChange={onClose}
      title={words.removeTitle}
      description={words.removeAbout}
    >
      <div className="grid gap-3 px-5 pt-3 pb-4">
        {remove.error && (
          <p role="alert" className="text-failed">
            {explain(remove.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{text.actions.keep}</Button>
          <Button
            look="danger"
            autoFocus
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {words.remove}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
