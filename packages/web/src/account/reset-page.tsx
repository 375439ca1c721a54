import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useEffect, useState } from 'react'
import { usePageTitle } from '../app/page-title.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { looksLikeEmail } from './email.ts'
import { EmailField } from './email-field.tsx'
import { EntryFrame } from './entry-frame.tsx'
import { passwordProblem } from './new-password.ts'
import { NewPasswordField } from './new-password-field.tsx'
import { Refusal } from './refusal.tsx'

/** Have a link sent; or, opened by the link, choose another password. */
export function ResetPage() {
  usePageTitle(text.reset.title)
  const [token] = useState(() => location.hash.slice(1))
  // It works like a password: nobody needs it in the history.
  useEffect(() => {
    history.replaceState(history.state, '', location.pathname)
  }, [])
  return (
    <EntryFrame title={text.reset.title}>
      {token === '' ? <Ask /> : <Choose token={token} />}
      <Link to="/" className="justify-self-start text-accent hover:underline">
        {text.signIn.back}
      </Link>
    </EntryFrame>
  )
}

function Ask() {
  const { client } = useCore()
  const [email, setEmail] = useState('')
  const [checked, setChecked] = useState(false)
  const ask = useMutation({ mutationFn: () => client.account.requestReset({ email }) })
  if (ask.isSuccess) return <p role="status">{text.reset.sent}</p>
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (looksLikeEmail(email) && !ask.isPending) ask.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-2">
      <p className="text-dim">{text.reset.ask}</p>
      <EmailField
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        checked={checked}
      />
      {ask.error && <Refusal error={ask.error} />}
      <Button look="main" type="submit" className="mt-1" disabled={ask.isPending}>
        {text.reset.send}
      </Button>
    </form>
  )
}

function Choose({ token }: { token: string }) {
  const { client } = useCore()
  const [password, setPassword] = useState('')
  const [checked, setChecked] = useState(false)
  const choose = useMutation({
    mutationFn: () => client.account.resetPassword({ token, password }),
  })
  if (choose.isSuccess) return <p role="status">{text.reset.done}</p>
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (passwordProblem(password) === undefined && !choose.isPending) choose.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-2">
      <NewPasswordField
        label={text.setUp.newPassword}
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        checked={checked}
      />
      {choose.error && <Refusal error={choose.error} />}
      <Button look="main" type="submit" className="mt-1" disabled={choose.isPending}>
        {text.reset.choose}
      </Button>
    </form>
  )
}
