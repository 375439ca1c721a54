import { useMutation } from '@tanstack/react-query'
import type { ReactNode, SubmitEvent } from 'react'
import { Refusal } from '../account/refusal.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { ProofFields, useProof } from './proof-fields.tsx'

interface Props {
  /** What it would come to. */
  about?: ReactNode
  /** Of the button. */
  label: string
  remove: (proof: ReturnType<typeof useProof>) => Promise<unknown>
  /** What is said afterwards. */
  removed: string
  onDone: () => void
  onCancel: () => void
}

/** A way in is taken away by who proves to be its owner. */
export function ProvenRemoval({ about, label, remove, removed, onDone, onCancel }: Props) {
  const say = useSay()
  const proof = useProof()
  const removal = useMutation({
    mutationFn: () => remove(proof),
    onSuccess: () => {
      say(removed)
      onDone()
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (proof.isFilled && !removal.isPending) removal.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="grid max-w-[340px] gap-2 phone:max-w-none">
      {about}
      <ProofFields proof={proof} />
      {removal.error && <Refusal error={removal.error} />}
      <div className="flex gap-2">
        <Button look="danger" type="submit" disabled={removal.isPending}>
          {label}
        </Button>
        <Button onClick={onCancel}>{text.actions.cancel}</Button>
      </div>
    </form>
  )
}
