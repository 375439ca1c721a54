import { ApiError } from '@mission-control/client'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useRef, useState } from 'react'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { looksLikeEmail } from './email.ts'
import { EmailField } from './email-field.tsx'
import { PasswordField } from './password-field.tsx'
import { Refusal } from './refusal.tsx'

interface Props {
  /** The e-mail of the person whose session ended, if there was one. */
  email?: string
  onSignedIn: () => void
}

export function SignInForm({ email: known = '', onSignedIn }: Props) {
  const { client } = useCore()
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  /** Null as long as none is asked for. */
  const [code, setCode] = useState<string | null>(null)
  const [checked, setChecked] = useState(false)
  const passwordInput = useRef<HTMLInputElement>(null)
  const signIn = useMutation({
    mutationFn: () => client.account.signIn({ email, password, ...(code !== null && { code }) }),
    onSuccess: onSignedIn,
    onError: (error) => {
      if (isAsked(error)) setCode('')
      else if (code === null) passwordInput.current?.select()
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (looksLikeEmail(email) && password !== '' && code?.trim() !== '' && !signIn.isPending)
      signIn.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-2">
      <EmailField
        autoFocus={known === ''}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        checked={checked}
      />
      <PasswordField
        ref={passwordInput}
        label={text.signIn.password}
        name="password"
        autoComplete="current-password"
        autoFocus={known !== ''}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={checked && password === '' ? text.signIn.passwordMissing : undefined}
      />
      {code !== null && (
        <TextField
          label={text.signIn.code}
          hint={text.signIn.codeHint}
          name="code"
          autoComplete="one-time-code"
          inputMode="text"
          autoFocus
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      )}
      {signIn.error && !isAsked(signIn.error) && <Refusal error={signIn.error} />}
      <Button look="main" type="submit" className="mt-1" disabled={signIn.isPending}>
        {text.signIn.submit}
      </Button>
    </form>
  )
}

/** The password was right, and a second factor is wanted. */
function isAsked(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'second_factor_required'
}
