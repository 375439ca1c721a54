import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { openWorkspace } from '../app/workspace.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { looksLikeEmail } from './email.ts'
import { EmailField } from './email-field.tsx'
import { passwordProblem } from './new-password.ts'
import { NewPasswordField } from './new-password-field.tsx'
import { Refusal } from './refusal.tsx'

const words = text.people.invited

interface Props {
  token: string
  /** The only address that it may be used with. */
  email: string | null
}

/** A new account, by an invitation. */
export function JoinForm({ token, email: given }: Props) {
  const { client } = useCore()
  const [name, setName] = useState('')
  const [email, setEmail] = useState(given ?? '')
  const [password, setPassword] = useState('')
  const [checked, setChecked] = useState(false)
  const join = useMutation({
    mutationFn: async () => {
      await client.invitations.join({ token, name, email, password })
      return (await client.workspaces.list()).at(-1)
    },
    onSuccess: (workspace) => workspace && openWorkspace(workspace),
  })
  const isComplete =
    name.trim() !== '' && looksLikeEmail(email) && passwordProblem(password) === undefined
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (isComplete && !join.isPending) join.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-2">
      <TextField
        label={words.name}
        autoComplete="name"
        maxLength={100}
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={checked && name.trim() === '' ? words.nameMissing : undefined}
      />
      <EmailField
        readOnly={given !== null}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        checked={checked}
      />
      <NewPasswordField
        label={text.signIn.password}
        name="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        checked={checked}
      />
      {join.error && <Refusal error={join.error} />}
      <Button look="main" type="submit" className="mt-1" disabled={join.isPending}>
        {words.join}
      </Button>
      <p className="text-xs text-dim">
        {words.haveAccount}{' '}
        <a href={new URL('.', document.baseURI).href} className="text-accent underline">
          {words.signIn}
        </a>
      </p>
    </form>
  )
}
