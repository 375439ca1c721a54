import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { Refusal } from '../account/refusal.tsx'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { AuthenticatorSetUp } from './authenticator-set-up.tsx'
import { ProofFields, useProof } from './proof-fields.tsx'

const words = text.settings.account.twoFactor

/** One-time codes beside the password: whether they are asked for, and the ways there and back. */
export function TwoFactor() {
  const { client } = useCore()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const state = useQuery({ queryKey: ['totp'], queryFn: () => client.account.totp() })
  const close = () => {
    setOpen(false)
    return queries.invalidateQueries({ queryKey: ['totp'] })
  }
  if (state.error) return <Refusal error={state.error} />
  if (!state.data) return null
  const { enabled, recoveryCodes } = state.data
  return (
    <section aria-labelledby="two-factor" className="grid gap-3 border-t border-line pt-4">
      <h2 id="two-factor" className="font-semibold">
        {words.title}
      </h2>
      {!open && (
        <>
          <p className="text-dim">{enabled ? words.on(recoveryCodes) : words.off}</p>
          <Button className="justify-self-start" onClick={() => setOpen(true)}>
            {enabled ? words.turnOff : words.turnOn}
          </Button>
        </>
      )}
      {open && (enabled ? <TurnOff onDone={close} /> : <AuthenticatorSetUp onDone={close} />)}
    </section>
  )
}

function TurnOff({ onDone }: { onDone: () => void }) {
  const { client } = useCore()
  const say = useSay()
  const proof = useProof()
  const remove = useMutation({
    mutationFn: () => client.account.removeTotp({ password: proof.password, code: proof.code }),
    onSuccess: () => {
      say(words.turnedOff)
      onDone()
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (proof.isFilled && !remove.isPending) remove.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="grid max-w-[340px] gap-2 phone:max-w-none">
      <ProofFields proof={proof} />
      {remove.error && <Refusal error={remove.error} />}
      <Button
        look="danger"
        type="submit"
        className="justify-self-start"
        disabled={remove.isPending}
      >
        {words.turnOff}
      </Button>
    </form>
  )
}
