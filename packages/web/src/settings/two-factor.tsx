import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Refusal } from '../account/refusal.tsx'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { AuthenticatorSetUp } from './authenticator-set-up.tsx'
import { ProvenRemoval } from './proven-removal.tsx'

const words = text.settings.account.twoFactor

/** One-time codes beside the password: whether they are asked for, and the ways there and back. */
export function TwoFactor() {
  const { client } = useCore()
  const queries = useQueryClient()
  /** Null: it was not opened yet. */
  const [open, setOpen] = useState<boolean | null>(null)
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
      <div className="grid gap-1">
        <h2 id="two-factor" className="font-semibold">
          {words.title}
        </h2>
        {!open && <p className="text-dim">{enabled ? words.on(recoveryCodes) : words.off}</p>}
      </div>
      {!open && (
        <Button
          className="justify-self-start"
          autoFocus={open === false}
          onClick={() => setOpen(true)}
        >
          {enabled ? words.turnOff : words.turnOn}
        </Button>
      )}
      {open && (enabled ? <TurnOff onDone={close} /> : <AuthenticatorSetUp onDone={close} />)}
    </section>
  )
}

function TurnOff({ onDone }: { onDone: () => void }) {
  const { client } = useCore()
  return (
    <ProvenRemoval
      label={words.turnOff}
      remove={({ password, code }) => client.account.removeTotp({ password, code })}
      removed={words.turnedOff}
      onDone={onDone}
      onCancel={onDone}
    />
  )
}
