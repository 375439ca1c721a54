import { approvalsRequired } from '@mission-control/protocol'
import { useQuery } from '@tanstack/react-query'
import { useSession } from '../account/session.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { SelectField } from '../ui/field.tsx'
import { Switch } from '../ui/switch.tsx'
import { approvalChoices, approversOf } from './approval-choices.ts'
import type { Draft } from './draft.ts'

const words = text.newTask

interface Props {
  draft: Draft
  onChange: (changes: Pick<Draft, 'requiresApproval'> | Pick<Draft, 'approvals'>) => void
}

/** Whether the result is reviewed, and, where several people may decide, by how many. */
export function ApprovalFields({ draft, onChange }: Props) {
  const always = useLive((live) => live.settings.requireApproval)
  const isReviewed = always || draft.requiresApproval
  return (
    <div className="grid gap-3">
      <Switch
        label={words.requiresApproval}
        hint={always ? words.approvalAlways : words.requiresApprovalHint}
        checked={isReviewed}
        disabled={always}
        onCheckedChange={(requiresApproval) => onChange({ requiresApproval })}
      />
      {isReviewed && (
        <ApprovalsField asked={draft.approvals} onChange={(approvals) => onChange({ approvals })} />
      )}
    </div>
  )
}

interface FieldProps {
  /** null: as many as the workspace asks for. */
  asked: number | null
  onChange: (asked: number | null) => void
}

function ApprovalsField({ asked, onChange }: FieldProps) {
  const { client } = useCore()
  const { user } = useSession()
  const settings = useLive((live) => live.settings)
  const members = useQuery({ queryKey: ['members'], queryFn: () => client.members.list() })
  const least = settings.approvalQuorum
  const approvers = members.data && approversOf(members.data, settings, user.id)
  const choices = approvalChoices(least, asked, approvers ?? 1)
  if (choices.length === 0) return null
  const required = approvalsRequired(asked, least)
  return (
    <div className="pl-11">
      <SelectField
        label={words.approvals}
        hint={words.approvalsHint(least)}
        error={
          approvers !== undefined && approvers < required
            ? words.tooFewApprovers(approvers)
            : undefined
        }
        className="max-w-40"
        value={required}
        onChange={({ target }) => {
          const chosen = Number(target.value)
          onChange(chosen === least ? null : chosen)
        }}
      >
        {choices.map((count) => (
          <option key={count} value={count}>
            {text.settings.taskApproval.people(count)}
          </option>
        ))}
      </SelectField>
    </div>
  )
}
