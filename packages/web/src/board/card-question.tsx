import { Link } from '@tanstack/react-router'
import { VisibleText } from '../log/visible-text.tsx'
import { type Answer, hiddenIn, useAnswer } from '../permissions/use-answer.ts'
import { type Permission, usePermissions } from '../permissions/use-permissions.ts'
import { text } from '../strings/index.ts'
import { fieldsOf } from '../transcript/tool-input.tsx'
import { Button } from '../ui/button.tsx'

/** How many characters a card has room for. A longer request is read, and allowed, on the task's page. */
const ROOM = 160

/** The first open question of the task's agent, with the answers. */
export function CardQuestion({ taskId }: { taskId: string }) {
  const first = usePermissions().find((permission) => permission.taskId === taskId)
  return first && <Question key={first.id} permission={first} />
}

function Question({ permission: { id, taskId, request } }: { permission: Permission }) {
  const answer = useAnswer(id)
  const able = !answer.isPending && !answer.isSuccess
  const isWhole = isSeenWhole(request)
  const say = (decision: Answer) => answer.mutate({ answer: decision })
  return (
    <div className="relative z-1 grid gap-1.5 pt-0.5">
      <p className="line-clamp-6 font-mono text-2xs [overflow-wrap:anywhere]">
        <VisibleText text={request.title} />
      </p>
      <div className="flex gap-1.5">
        {isWhole ? (
          <Button
            needs="approvals"
            look="main"
            size="small"
            disabled={!able}
            onClick={() => say('once')}
          >
            {text.permissions.allow}
          </Button>
        ) : (
          <Link
            to="/tasks/$taskId"
            params={{ taskId }}
            className="rounded-[7px] border border-line-strong px-2 py-0.5 text-sm"
          >
            {text.permissions.readFirst}
          </Link>
        )}
        <Button needs="approvals" size="small" disabled={!able} onClick={() => say('no')}>
          {text.permissions.no}
        </Button>
      </div>
    </div>
  )
}

/** Whether the title shows the whole request: nothing is allowed unseen. */
function isSeenWhole(request: Permission['request']): boolean {
  if (hiddenIn(request) > 0 || request.title.length > ROOM) return false
  return fieldsOf(request.input, request.title).length === 0
}
