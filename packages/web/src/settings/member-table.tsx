import type { Member, Role } from '@mission-control/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useSession } from '../account/session.ts'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { visible } from '../log/blanks.ts'
import { MiddleText } from '../log/middle-text.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { MemberActions } from './member-actions.tsx'

const words = text.people
const ROLES = Object.keys(words.roles) as Role[]

interface Props {
  members: readonly Member[]
  canChange: boolean
}

export function MemberTable({ members, canChange }: Props) {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-panel">
      <table className="w-full table-fixed text-left">
        <thead className="border-b border-line text-xs text-dim">
          <tr>
            <th className="px-3 py-2 font-normal">{words.name}</th>
            <th className="w-32 px-3 py-2 font-normal">{words.role}</th>
            <th className="w-11">
              <span className="sr-only">{words.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberRow key={member.id} member={member} canChange={canChange} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function MemberRow({ member, canChange }: { member: Member; canChange: boolean }) {
  const { client } = useCore()
  const { user } = useSession()
  const say = useSay()
  const queries = useQueryClient()
  const refused = (error: unknown) => say(explain(error), { bad: true })
  const refresh = () => queries.invalidateQueries({ queryKey: ['members'] })
  const change = useMutation({
    mutationFn: (role: Role) => client.members.setRole(member.id, role),
    onError: refused,
    onSettled: refresh,
  })
  const isMe = member.id === user.id
  const about = [
    ...(isMe ? [words.you] : []),
    ...(member.kind === 'service' ? [words.service] : []),
    ...(member.disabled ? [words.disabled] : []),
    ...(member.email ? [visible(member.email)] : []),
  ]
  return (
    <tr className="border-b border-line last:border-0">
      <td className="overflow-hidden px-3 py-2">
        <MiddleText text={member.name} className="font-[550]" />
        <span className="block truncate text-xs text-dim">{about.join(' · ')}</span>
      </td>
      <td className="px-3 py-2">
        {canChange && !isMe ? (
          <select
            aria-label={words.roleOf(member.name)}
            className="h-[26px] w-full rounded-md border border-line-strong bg-panel px-1"
            value={member.role}
            disabled={change.isPending}
            onChange={(event) => change.mutate(event.target.value as Role)}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {words.roles[role]}
              </option>
            ))}
          </select>
        ) : (
          words.roles[member.role]
        )}
      </td>
      <td className="py-1 pr-2 text-right">
        {canChange && !isMe && <MemberActions member={member} onDone={() => void refresh()} />}
      </td>
    </tr>
  )
}
