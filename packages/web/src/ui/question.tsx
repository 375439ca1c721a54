import { useMutation } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { text } from '../strings/index.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

interface Props {
  title: string
  /** What happens then. */
  about: string
  verb: string
  /** What is said to go back. */
  stay?: string
  act: () => Promise<unknown>
  onClose: () => void
}

/** Asks before something that can't be undone. It stays, and says why, when that fails. */
export function Question({ title, about, verb, stay = text.actions.keep, act, onClose }: Props) {
  const run = useMutation({ mutationFn: act, onSuccess: onClose })
  return (
    <Dialog open onOpenChange={onClose} title={title} description={about} narrow>
      <div className="flex flex-wrap items-center justify-end gap-2 px-5 pt-3 pb-4">
        {run.error && (
          <p role="alert" className="basis-full text-failed">
            {explain(run.error)}
          </p>
        )}
        <Button onClick={onClose}>{stay}</Button>
        <Button look="danger" autoFocus disabled={run.isPending} onClick={() => run.mutate()}>
          {verb}
        </Button>
      </div>
    </Dialog>
  )
}
