import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import type { CreatedKey } from './created-key-dialog.tsx'

const words = text.settings.apiKeys

export function NewApiKey({ onCreated }: { onCreated: (key: CreatedKey) => void }) {
  const { client } = useCore()
  const queries = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const wanted = useLocation({ select: ({ hash }) => hash === 'new' })
  const [name, setName] = useState('')
  const [checked, setChecked] = useState(false)
  const create = useMutation({
    mutationFn: () => client.apiKeys.create(name),
    onSuccess: async (created) => {
      onCreated(created)
      setName('')
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
    if (name.trim() !== '' && !create.isPending) create.mutate()
  }
  const missing = checked && name.trim() === '' ? words.nameMissing : undefined
  return (
    <form noValidate onSubmit={submit} className="flex items-start gap-2">
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
    </form>
  )
}
