import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'

export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const { client } = useCore()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => client.account.signIn({ email, password }),
    onSuccess: onSignedIn,
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <form onSubmit={submit} className="grid gap-3">
      <TextField
        label={text.signIn.email}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label={text.signIn.password}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={signIn.error ? explain(signIn.error) : undefined}
      />
      <Button look="main" type="submit" disabled={signIn.isPending}>
        {text.signIn.submit}
      </Button>
    </form>
  )
}
