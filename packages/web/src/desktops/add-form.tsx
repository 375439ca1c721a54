import type { CreatedJoinToken } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { JoinTokens } from './join-tokens.tsx'
import { parseLabels } from './labels.ts'
import { refusalOf } from './refusal.ts'

const words = text.desktops.add

export function AddForm({ onCreated }: { onCreated: (created: CreatedJoinToken) => void }) {
  const { client } = useCore()
  const [name, setName] = useState('')
  const [labels, setLabels] = useState('')
  const [uses, setUses] = useState('1')
  const [hours, setHours] = useState('24')
  const add = useMutation({
    mutationFn: async () =>
      await client.desktops.joinTokens.create({
        ...(name.trim() !== '' && { name }),
        labels: parseLabels(labels),
        uses: Number(uses),
        expiresInSeconds: Number(hours) * 3600,
      }),
    onSuccess: onCreated,
  })
  const refusal = refusalOf(add.error)
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!add.isPending) add.mutate()
  }
  return (
    <form onSubmit={onSubmit} className="flex min-h-0 flex-col">
      <div className="grid gap-4 overflow-y-auto px-5 pt-3 pb-4">
        <TextField
          label={words.name}
          hint={words.nameHint}
          placeholder={words.namePlaceholder}
          value={name}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          error={refusal.of('name')}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={words.labels}
          hint={words.labelsHint}
          placeholder={words.labelsPlaceholder}
          value={labels}
          autoComplete="off"
          spellCheck={false}
          error={refusal.of('labels')}
          onChange={(event) => setLabels(event.target.value)}
        />
        <div className="grid grid-cols-2 gap-4">
          <TextField
            label={words.uses}
            type="number"
            min={1}
            max={1000}
            value={uses}
            error={refusal.of('uses')}
            onChange={(event) => setUses(event.target.value)}
          />
          <TextField
            label={words.hours}
            type="number"
            min={1}
            max={720}
            value={hours}
            error={refusal.of('expiresInSeconds')}
            onChange={(event) => setHours(event.target.value)}
          />
        </div>
        <JoinTokens />
      </div>
      <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
        {refusal.rest && (
          <p role="alert" className="min-w-0 flex-1 basis-full text-failed">
            {refusal.rest}
          </p>
        )}
        <Button look="main" type="submit" disabled={add.isPending}>
          {words.submit}
        </Button>
      </footer>
    </form>
  )
}
