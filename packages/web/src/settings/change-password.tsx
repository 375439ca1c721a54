import { ApiError } from '@mission-control/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { passwordProblem } from '../account/new-password.ts'
import { NewPasswordField } from '../account/new-password-field.tsx'
import { PasswordField } from '../account/password-field.tsx'
import { Refusal } from '../account/refusal.tsx'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'

const words = text.settings.account

export function ChangePassword({ email }: { email: string }) {
  const { client } = useCore()
  const queries = useQueryClient()
  const say = useSay()
  const [currentPassword, setCurrent] = useState('')
  const [newPassword, setNew] = useState('')
  const [checked, setChecked] = useState(false)
  const change = useMutation({
    mutationFn: () => client.account.changePassword({ currentPassword, newPassword }),
    onSuccess: async () => {
      say(words.changed)
      setCurrent('')
      setNew('')
      setChecked(false)
      await queries.invalidateQueries({ queryKey: ['sessions'] })
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    const isComplete = currentPassword !== '' && passwordProblem(newPassword) === undefined
    if (isComplete && !change.isPending) change.mutate()
  }
  const wrong = change.error instanceof ApiError && change.error.code === 'wrong_credentials'
  const missing = checked && currentPassword === '' ? text.signIn.passwordMissing : undefined
  return (
    <form noValidate onSubmit={submit} className="grid gap-3 border-t border-line pt-4">
      <h2 className="font-semibold">{words.password}</h2>
      {/* For password managers: whose password it is. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <div className="grid max-w-[340px] gap-2 phone:max-w-none">
        <PasswordField
          label={words.currentPassword}
          autoComplete="current-password"
          value={currentPassword}
          onChange={(event) => setCurrent(event.target.value)}
          error={missing ?? (wrong ? change.error?.message : undefined)}
        />
        <NewPasswordField
          label={words.newPassword}
          value={newPassword}
          onChange={(event) => setNew(event.target.value)}
          checked={checked}
        />
      </div>
      {change.error && !wrong && <Refusal error={change.error} />}
      <div className="grid justify-items-start gap-2">
        <Button look="main" type="submit" disabled={change.isPending}>
          {words.change}
        </Button>
        <p className="text-xs text-dim">{words.changeHint}</p>
      </div>
    </form>
  )
}
