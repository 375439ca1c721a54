import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import type { CreatedKey } from './created-key-dialog.tsx'
import { KeyLimitFields, limitsOf, NO_LIMITS } from './key-limits.tsx'

const words = text.settings.apiKeys

export function NewApiKey({ onCreated }: { onCreated: (key: CreatedKey) => void }) {
  const { client } = useCore()
  const queries = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const wanted = useLocation({ select: ({ hash }) => hash === 'new' })
  const [name, setName] = useState('')
  const [checked, setChecked] = useState(false)
  const [limits, setLimits] = useState(NO_LIMITS)
  const create = useMutation({
    mutationFn: () => client.apiKeys.create({ name, ...limitsOf(limits) }),
    onSuccess: async (created) => {
      onCreated(created)
      setName('')
      setLimits(NO_LIMITS)
      setChecked(false)
      await queries.invalidateQueries({ queryKey: ['api-keys'] })
    },
  })
  useEffect(() => {
    if (wanted) input.current?.focus()
  }, [wanted])
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    const isWhole = name.trim() !== '' && limits.scopes.length > 0
    if (isWhole && !create.isPending) create.mutate()
  }
  const missing = checked && name.trim() === '' ? words.nameMissing : undefined
  return (
    <form noValidate onSubmit={submit} className="grid gap-2">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            ref={input}
            label={words.name}
            hint={words.nameHint}
            placeholder={words.namePlaceholder}
            autoComplete="off"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={missing ?? (create.error ? explain(create.error) : undefined)}
          />
        </div>
        <Button type="submit" look="main" className="mt-[23px]" disabled={create.isPending}>
          {words.create}
        </Button>
      </div>
      <KeyLimitFields limits={limits} onChange={setLimits} />
    </form>
  )
}
