import type { ApiKey } from '@mission-control/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField } from '../ui/field.tsx'
import type { CreatedKey } from './created-key-dialog.tsx'

const words = text.settings.apiKeys

interface Props {
  apiKey: ApiKey
  onRotated: (key: CreatedKey) => void
  onClose: () => void
}

export function RotateKeyDialog({ apiKey, onRotated, onClose }: Props) {
  const { client } = useCore()
  const queries = useQueryClient()
  const [seconds, setSeconds] = useState('86400')
  const rotate = useMutation({
    mutationFn: () => client.apiKeys.rotate(apiKey.id, { oldValidForSeconds: Number(seconds) }),
    onSuccess: async (rotated) => {
      onClose()
      onRotated(rotated)
      await queries.invalidateQueries({ queryKey: ['api-keys'] })
    },
  })
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={words.rotateQuestion(apiKey.name)}
      description={words.rotateConsequence}
      narrow
    >
      <div className="grid gap-3 px-5 pt-3 pb-4">
        <SelectField
          label={words.oldValid}
          value={seconds}
          onChange={(event) => setSeconds(event.target.value)}
        >
          {words.oldTerms.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </SelectField>
        {rotate.error && (
          <p role="alert" className="text-failed">
            {explain(rotate.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{text.actions.cancel}</Button>
          <Button look="main" disabled={rotate.isPending} onClick={() => rotate.mutate()}>
            {words.rotate}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
