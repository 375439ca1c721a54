import { ApiError } from '@mission-control/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { looksLikeEmail } from './email.ts'
import { EmailField } from './email-field.tsx'
import { passwordProblem } from './new-password.ts'
import { NewPasswordField } from './new-password-field.tsx'
import { Refusal } from './refusal.tsx'

interface Props {
  token: string
  /** The server doesn't know the token, or no longer. */
  onUsed: () => void
}

export function SetUpForm({ token, onUsed }: Props) {
  const { client } = useCore()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [checked, setChecked] = useState(false)
  const setUp = useMutation({
    mutationFn: () => client.account.setUp({ token, email, password }),
    onSuccess: async () => {
      queries.setQueryData(['session'], await client.account.session())
      await navigate({ to: '/', replace: true })
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'wrong_set_up_token') onUsed()
    },
  })
  const isComplete = looksLikeEmail(email) && passwordProblem(password) === undefined
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (isComplete && !setUp.isPending) setUp.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-2">
      <EmailField
        autoFocus
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
      {setUp.error && <Refusal error={setUp.error} />}
      <Button look="main" type="submit" className="mt-1" disabled={setUp.isPending}>
        {text.setUp.submit}
      </Button>
    </form>
  )
}
