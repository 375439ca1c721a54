import { type ApproverRole, QUORUM_MAX } from '@mission-control/protocol'
import { Changeable } from '../account/may.tsx'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { writeLength } from '../time/length.ts'
import { SelectField } from '../ui/field.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Switch } from '../ui/switch.tsx'
import { useSetting } from './use-setting.ts'

const words = text.settings.taskApproval

const QUORUMS = Array.from({ length: QUORUM_MAX }, (_, i) => i + 1)
/** What can be chosen, in seconds. */
const REMINDERS = [900, 3600, 14_400, 86_400, 259_200]

/** Mission Control > Task Approval. */
export function TaskApproval() {
  const loading = useLive((live) => live.connection.state === 'loading')
  const [requireApproval, setRequireApproval] = useSetting('requireApproval')
  const [approveOwn, setApproveOwn] = useSetting('approveOwn')
  if (loading) return <Skeleton className="h-14" />
  return (
    <Changeable needs="admin">
      <div className="grid gap-4 rounded-lg border border-line bg-panel p-4">
        <Switch
          label={words.switch}
          hint={words.hint}
          checked={requireApproval}
          onCheckedChange={setRequireApproval}
        />
        <Quorum />
        <Approvers />
        <Switch
          label={words.notOwn}
          hint={words.notOwnHint}
          checked={!approveOwn}
          onCheckedChange={(notOwn) => setApproveOwn(!notOwn)}
        />
        <Reminder />
      </div>
    </Changeable>
  )
}

function Quorum() {
  const [quorum, setQuorum] = useSetting('approvalQuorum')
  return (
    <SelectField
      label={words.quorum}
      hint={words.quorumHint}
      value={quorum}
      onChange={({ target }) => setQuorum(Number(target.value))}
    >
      {QUORUMS.map((count) => (
        <option key={count} value={count}>
          {words.people(count)}
        </option>
      ))}
    </SelectField>
  )
}

function Approvers() {
  const [role, setRole] = useSetting('approverRole')
  return (
    <SelectField
      label={words.approvers}
      hint={words.approversHint}
      value={role}
      onChange={({ target }) => setRole(target.value as ApproverRole)}
    >
      <option value="approver">{words.approver}</option>
      <option value="admin">{words.admin}</option>
    </SelectField>
  )
}

function Reminder() {
  const [seconds, setSeconds] = useSetting('approvalReminderSeconds')
  const offered = [...new Set([...REMINDERS, ...(seconds === null ? [] : [seconds])])]
  return (
    <SelectField
      label={words.reminder}
      hint={words.reminderHint}
      value={seconds ?? ''}
      onChange={({ target }) => setSeconds(target.value === '' ? null : Number(target.value))}
    >
      <option value="">{words.never}</option>
      {offered
        .sort((a, b) => a - b)
        .map((each) => (
          <option key={each} value={each}>
            {words.after(writeLength(each))}
          </option>
        ))}
    </SelectField>
  )
}
