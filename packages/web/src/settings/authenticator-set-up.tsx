import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { PasswordField } from '../account/password-field.tsx'
import { Refusal } from '../account/refusal.tsx'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { CopyLine } from '../ui/copy-line.tsx'
import { TextField } from '../ui/field.tsx'
import { QrCode } from './qr-code.tsx'

const words = text.settings.account.twoFactor

/** The password, then the app's first code, then the recovery codes. */
export function AuthenticatorSetUp({ onDone }: { onDone: () => void }) {
  const { client } = useCore()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const start = useMutation({ mutationFn: () => client.account.startTotp({ password }) })
  const confirm = useMutation({ mutationFn: () => client.account.confirmTotp({ code }) })
  if (confirm.data) return <Codes codes={confirm.data.codes} onDone={onDone} />
  const step = start.data ? confirm : start
  const isFilled = start.data ? code !== '' : password !== ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isFilled && !step.isPending) step.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="grid max-w-[340px] gap-3 phone:max-w-none">
      {start.data ? (
        <>
          <p>{words.scan}</p>
          <QrCode text={start.data.uri} label={words.qr} />
          <CopyLine line={start.data.secret} wrap />
          <TextField
            key="code"
            label={words.code}
            autoComplete="one-time-code"
            autoFocus
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </>
      ) : (
        <PasswordField
          label={words.password}
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      )}
      {step.error && <Refusal error={step.error} />}
      <div className="flex gap-2">
        <Button look="main" type="submit" disabled={step.isPending}>
          {start.data ? words.confirm : words.next}
        </Button>
        <Button onClick={onDone}>{text.actions.cancel}</Button>
      </div>
    </form>
  )
}

function Codes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <div className="grid gap-2">
      <h3 className="font-[550]">{words.recovery}</h3>
      <p className="text-dim">{words.recoveryAbout}</p>
      <CopyLine line={codes.join('\n')} wrap />
      <Button look="main" className="justify-self-start" onClick={onDone}>
        {words.done}
      </Button>
    </div>
  )
}
