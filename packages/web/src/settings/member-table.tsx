import type { Member, Role } from '@mission-control/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '../account/session.ts'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { visible } from '../log/blanks.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Question } from '../ui/question.tsx'
import { DisableUser } from './disable-user.tsx'
import { ResetFactors } from './reset-factors.tsx'
import { ResetLink } from './reset-link.tsx'

const words = text.people
const ROLES = Object.keys(words.roles) as Role[]
/** On a phone what can be done stands below. */
const ROW = 'phone:grid phone:grid-cols-[minmax(0,1fr)_8rem]'

interface Props {
  members: readonly Member[]
  canChange: boolean
}

export function MemberTable({ members, canChange }: Props) {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-panel">
      <table className="w-full table-fixed text-left phone:block">
        <thead className="border-b border-line text-xs text-dim phone:block">
          <tr className={ROW}>
            <th className="px-3 py-2 font-normal">{words.name}</th>
            <th className="w-32 px-3 py-2 font-normal">{words.role}</th>
            <th className="w-[22rem] px-3 py-2 phone:hidden">
              <span className="sr-only">{words.remove}</span>
            </th>
          </tr>
        </thead>
        <tbody className="phone:block">
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
  const [removing, setRemoving] = useState(false)
  const isMe = member.id === user.id
  const about = [
    ...(isMe ? [words.you] : []),
    ...(member.kind === 'service' ? [words.service] : []),
    ...(member.disabled ? [words.disabled] : []),
    ...(member.email ? [visible(member.email)] : []),
  ]
  return (
    <tr className={classNames(ROW, 'border-b border-line last:border-0')}>
      <td className="truncate px-3 py-2" title={visible(member.name)}>
        <VisibleText text={member.name} className="font-[550]" />
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
      <td className="space-x-1 px-3 py-1 text-right whitespace-nowrap phone:col-span-2 phone:whitespace-normal phone:empty:hidden phone:pt-0 phone:pb-2">
        {canChange && !isMe && member.email && (
          <>
            <ResetLink member={member} />
            <ResetFactors member={member} />
            <DisableUser member={member} onDone={() => void refresh()} />
          </>
        )}
        {canChange && !isMe && (
          <Button
            size="small"
            look="danger"
            aria-label={words.removeNamed(member.name)}
            onClick={() => setRemoving(true)}
          >
            {words.remove}
          </Button>
        )}
        {removing && (
          <Question
            title={words.removeQuestion(member.name)}
            about={words.removeAbout}
            verb={words.remove}
            stay={text.actions.cancel}
            act={async () => {
              await client.members.remove(member.id)
              say(words.removed(member.name))
              void refresh()
            }}
            onClose={() => setRemoving(false)}
          />
        )}
      </td>
    </tr>
  )
}
