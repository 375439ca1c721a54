import type { Role } from '@mission-control/protocol'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { day, exactTime } from '../time/format.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { LinkDialog } from './link-dialog.tsx'

const words = text.people
const ROLES = Object.keys(words.roles) as Role[]

/** Making invitations, and taking back those that nobody has used. */
export function Invitations({ again }: { again: number }) {
  const { client } = useCore()
  const queries = useQueryClient()
  const say = useSay()
  const [role, setRole] = useState<Role>('operator')
  const [email, setEmail] = useState('')
  const [link, setLink] = useState<string | null>(null)
  const open = useQuery({
    queryKey: ['invitations'],
    queryFn: () => client.invitations.list(),
    refetchInterval: again,
  })
  const refresh = () => queries.invalidateQueries({ queryKey: ['invitations'] })
  const create = useMutation({
    mutationFn: () =>
      client.invitations.create({ role, ...(email.trim() !== '' && { email: email.trim() }) }),
    onSuccess: (made) => {
      setLink(made.link)
      setEmail('')
    },
    onSettled: refresh,
  })
  const revoke = useMutation({
    mutationFn: (id: string) => client.invitations.delete(id),
    onError: (error) => say(explain(error), { bad: true }),
    onSettled: refresh,
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!create.isPending) create.mutate()
  }
  return (
    <section className="grid grid-cols-1 gap-3 border-t border-line pt-4">
      <h2 className="font-semibold">{words.invite}</h2>
      <form noValidate onSubmit={submit} className="grid gap-2">
        <SelectField
          label={words.inviteRole}
          hint={words.may[role]}
          value={role}
          onChange={(event) => setRole(event.target.value as Role)}
        >
          {ROLES.map((each) => (
            <option key={each} value={each}>
              {words.roles[each]}
            </option>
          ))}
        </SelectField>
        <TextField
          label={words.email}
          hint={words.emailHint}
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={create.error ? explain(create.error) : undefined}
        />
        <Button
          type="submit"
          look="main"
          className="justify-self-start"
          disabled={create.isPending}
        >
          {words.createLink}
        </Button>
      </form>
      {open.data && open.data.length > 0 && (
        <div className="grid grid-cols-1 gap-1">
          <h3 id="invitations" className="text-xs text-dim">
            {words.open}
          </h3>
          <ul aria-labelledby="invitations" className="grid grid-cols-1 gap-1">
            {open.data.map(({ id, role, email, expiresAt }) => (
              <li key={id} className="flex items-center gap-2">
                <span className="min-w-0 flex-1 truncate">
                  {words.roles[role]} · <VisibleText text={email ?? words.anybody} />
                </span>
                <Until at={expiresAt} />
                <Button
                  size="small"
                  look="danger"
                  aria-label={words.revokeOf(words.roles[role], email ?? words.anybody)}
                  onClick={() => revoke.mutate(id)}
                >
                  {words.revoke}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {link !== null && (
        <LinkDialog
          title={words.linkTitle}
          about={words.linkAbout}
          link={link}
          onDone={() => setLink(null)}
        />
      )}
    </section>
  )
}

/** Tells apart those that say the same. */
function Until({ at }: { at: string }) {
  const time = Date.parse(at)
  return (
    <time dateTime={at} title={exactTime(time)} className="flex-none text-xs text-dim">
      {words.until(day(time))}
    </time>
  )
}
