import { ROLES, type Role, type ServiceAccount } from '@mission-control/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { MiddleText } from '../log/middle-text.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Question } from '../ui/question.tsx'
import { useServiceAccounts } from './use-service-accounts.ts'

const words = text.settings.apiKeys.accounts

/** Owners of keys that are no people. Only an admin sees them. */
export function ServiceAccounts() {
  const { client } = useCore()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('operator')
  const [removing, setRemoving] = useState<ServiceAccount | null>(null)
  const accounts = useServiceAccounts()
  const renew = async () => {
    await queries.invalidateQueries({ queryKey: ['service-accounts'] })
    await queries.invalidateQueries({ queryKey: ['api-keys'] })
  }
  const create = useMutation({
    mutationFn: () => client.serviceAccounts.create({ name, role }),
    onSuccess: async () => {
      setName('')
      await renew()
    },
  })
  if (!accounts.data) return null
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (name.trim() !== '' && !create.isPending) create.mutate()
  }
  return (
    <section aria-label={words.title} className="grid grid-cols-1 gap-3 border-t border-line pt-4">
      <div className="grid gap-1">
        <h2 className="font-semibold">{words.title}</h2>
        <p className="text-dim">{words.about}</p>
      </div>
      <form noValidate onSubmit={submit} className="flex flex-wrap items-start gap-2">
        <div className="min-w-40 flex-1">
          <TextField
            label={words.name}
            placeholder={words.placeholder}
            autoComplete="off"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <SelectField
          label={words.role}
          value={role}
          onChange={(event) => setRole(event.target.value as Role)}
        >
          {ROLES.map((each) => (
            <option key={each} value={each}>
              {text.people.roles[each]}
            </option>
          ))}
        </SelectField>
        <Button type="submit" className="mt-[23px] phone:mt-0" disabled={create.isPending}>
          {words.create}
        </Button>
      </form>
      {create.error && (
        <p role="alert" className="text-failed">
          {explain(create.error)}
        </p>
      )}
      {accounts.data.length === 0 && <p className="text-dim">{words.none}</p>}
      <ul className="grid grid-cols-1 gap-1">
        {accounts.data.map((account) => (
          <li key={account.id} className="flex items-center gap-2">
            <MiddleText text={account.name} className="font-[550]" />
            <span className="flex-none text-dim">
              {words.facts(text.people.roles[account.role], account.keys)}
            </span>
            <Button
              size="small"
              look="danger"
              className="ml-auto"
              aria-label={words.removeNamed(account.name)}
              onClick={() => setRemoving(account)}
            >
              {words.remove}
            </Button>
          </li>
        ))}
      </ul>
      {removing && (
        <Question
          title={words.removeQuestion(removing.name)}
          about={words.removeAbout}
          verb={words.remove}
          act={async () => {
            await client.serviceAccounts.delete(removing.id)
            void renew()
          }}
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  )
}
