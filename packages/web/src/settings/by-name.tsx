import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { explain } from '../app/explain.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'

interface ByNameProps {
  label: string
  hint?: string
  submit: string
  danger?: boolean
  /** What stands there at first. */
  now?: string
  autoComplete?: string
  act: (name: string) => Promise<void>
}

/** One name, and what is done with it. */
export function ByName({
  label,
  hint,
  submit,
  danger,
  now = '',
  autoComplete = 'off',
  act,
}: ByNameProps) {
  const [name, setName] = useState(now)
  const run = useMutation({ mutationFn: act })
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    if (name.trim() !== '' && !run.isPending) run.mutate(name.trim())
  }
  return (
    <form noValidate onSubmit={onSubmit} className="flex items-start gap-2 phone:flex-col">
      <div className="min-w-0 flex-1 phone:w-full">
        <TextField
          label={label}
          hint={hint}
          autoComplete={autoComplete}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={run.error ? explain(run.error) : undefined}
        />
      </div>
      <Button
        type="submit"
        look={danger ? 'danger' : 'plain'}
        className="mt-[23px] phone:mt-0"
        disabled={run.isPending}
      >
        {submit}
      </Button>
    </form>
  )
}
