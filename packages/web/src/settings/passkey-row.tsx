import type { Passkey } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { Refusal } from '../account/refusal.tsx'
import { useCore } from '../live/use-live.tsx'
import { MiddleText } from '../log/middle-text.tsx'
import { text } from '../strings/index.ts'
import { Age } from '../time/times.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { ProvenRemoval } from './proven-removal.tsx'

const words = text.passkeys

interface Props {
  passkey: Passkey
  /** It signs in at another address. */
  isElsewhere: boolean
  onChange: () => unknown
}

export function PasskeyRow({ passkey, isElsewhere, onChange }: Props) {
  const { name, host, lastUsedAt } = passkey
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null)
  const done = () => {
    setOpen(null)
    onChange()
  }
  const toggle = (form: 'rename' | 'remove') => setOpen(open === form ? null : form)
  return (
    <li className="grid gap-3 border-b border-line px-4 py-2 last:border-0">
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          <p className="flex font-[550]">
            <MiddleText text={name} />
          </p>
          <p className="truncate text-xs text-dim">
            {lastUsedAt === null ? words.neverUsed : <Age at={lastUsedAt} words={words.lastUsed} />}
            {isElsewhere && ` · ${words.forHost(host)}`}
          </p>
        </div>
        <Button
          size="small"
          aria-label={words.renameNamed(name)}
          aria-expanded={open === 'rename'}
          onClick={() => toggle('rename')}
        >
          {words.rename}
        </Button>
        <Button
          size="small"
          look="danger"
          aria-label={words.removeNamed(name)}
          aria-expanded={open === 'remove'}
          onClick={() => toggle('remove')}
        >
          {words.remove}
        </Button>
      </div>
      {open === 'rename' && <Rename passkey={passkey} onDone={done} />}
      {open === 'remove' && (
        <Remove passkey={passkey} onDone={done} onCancel={() => setOpen(null)} />
      )}
    </li>
  )
}

interface FormProps {
  passkey: Passkey
  onDone: () => void
}

function Rename({ passkey, onDone }: FormProps) {
  const { client } = useCore()
  const [name, setName] = useState(passkey.name)
  const rename = useMutation({
    mutationFn: () => client.account.renamePasskey(passkey.id, name),
    onSuccess: onDone,
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (name.trim() !== '' && !rename.isPending) rename.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="grid max-w-[340px] gap-2 phone:max-w-none">
      <TextField
        label={words.name}
        maxLength={100}
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={name.trim() === '' ? words.nameMissing : undefined}
      />
      {rename.error && <Refusal error={rename.error} />}
      <Button look="main" type="submit" className="justify-self-start" disabled={rename.isPending}>
        {words.save}
      </Button>
    </form>
  )
}

function Remove({ passkey, onDone, onCancel }: FormProps & { onCancel: () => void }) {
  const { client } = useCore()
  return (
    <ProvenRemoval
      about={<p>{words.removeAbout(passkey.name)}</p>}
      label={words.remove}
      remove={(proof) => client.account.removePasskey(passkey.id, proof.value)}
      removed={words.removed(passkey.name)}
      onDone={onDone}
      onCancel={onCancel}
    />
  )
}
