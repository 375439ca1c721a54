import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { makePasskey } from '../account/authenticator.ts'
import { Refusal } from '../account/refusal.tsx'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { deviceOf } from './device.ts'
import { ProofFields, useProof } from './proof-fields.tsx'

const words = text.passkeys

interface Props {
  onDone: (name: string) => void
  onCancel: () => void
}

/** All factors once more, then the device. */
export function AddPasskey({ onDone, onCancel }: Props) {
  const { client } = useCore()
  const proof = useProof()
  const [name, setName] = useState(() => deviceOf(navigator.userAgent))
  const [checked, setChecked] = useState(false)
  const add = useMutation({
    mutationFn: async () => {
      const { account } = client
      const credential = await makePasskey(await account.startPasskey(proof.value))
      return await account.createPasskey({ name, credential }, { retries: 0 })
    },
    onSuccess: (made) => onDone(made.name),
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (name.trim() !== '' && proof.isFilled && !add.isPending) add.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className="grid max-w-[340px] gap-2 phone:max-w-none">
      <TextField
        label={words.name}
        hint={words.nameHint}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={checked && name.trim() === '' ? words.nameMissing : undefined}
      />
      <ProofFields proof={proof} />
      {add.error && <Refusal error={add.error} />}
      <div className="flex gap-2">
        <Button look="main" type="submit" disabled={add.isPending}>
          {words.addIt}
        </Button>
        <Button onClick={onCancel}>{text.actions.cancel}</Button>
      </div>
    </form>
  )
}
