import { approvalsRequired, DEFAULT_GRACE_SECONDS, isFinal } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useSession } from '../account/session.ts'
import { Given } from '../approvals/given.tsx'
import { VotesList } from '../approvals/votes-list.tsx'
import { Absence } from '../desktops/absence.tsx'
import { useLive } from '../live/use-live.tsx'
import { MiddleText } from '../log/middle-text.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { writeLength } from '../time/length.ts'
import { Clock } from '../time/times.tsx'
import { classNames } from '../ui/class-names.ts'
import { StatusWord } from '../ui/status.tsx'
import { usageDetails, usageWords } from '../usage/usage-words.ts'
import { Fact } from './fact.tsx'
import type { ShownTask } from './shown-task.ts'
import { Times } from './times.tsx'
import { Tries } from './tries.tsx'
import { useDecider } from './use-decider.ts'
import { WayOut } from './way-out.tsx'

const words = text.taskPage

/** What one asks about a task, each with its answer; what doesn't apply is left out. */
export const Facts = memo(function Facts({
  task,
  className,
}: {
  task: ShownTask
  className?: string
}) {
  const desktop = useLive((live) => live.desktops.get(task.desktopId))
  const { user } = useSession()
  const decidedBy = useDecider(task)
  const quorum = useLive((live) => live.settings.approvalQuorum)
  const asked = task.approvalsAsked
  // While it is in review they stand where it is decided.
  const isDecided = task.status !== 'review' && (task.approvals?.required ?? 1) > 1
  const votes = isDecided ? task.approvals : null
  return (
    <dl className={classNames('grid gap-2', className)}>
      <Fact label={words.status}>
        <StatusWord status={task.status} />
        {hint(task) && <p className="text-xs text-dim">{hint(task)}</p>}
        <Absence card={task} className="text-xs text-failed" />
        {!task.error && <WayOut task={task} />}
      </Fact>
      <Fact label={words.desktop}>
        {desktop ? (
          <Link
            to="/desktops/$desktopId"
            params={{ desktopId: task.desktopId }}
            className="flex hover:underline"
          >
            <MiddleText text={desktop.name} />
          </Link>
        ) : (
          text.task.gone
        )}
      </Fact>
      <Tries task={task} />
      {task.exitCode !== null && <Fact label={words.exitCode}>{task.exitCode}</Fact>}
      <Fact label={words.created}>
        <Clock at={task.createdAt} /> <By actor={task.createdBy} />
      </Fact>
      <Times task={task} />
      {task.timeoutSeconds !== null && (
        <Fact label={words.limit}>{writeLength(task.timeoutSeconds)}</Fact>
      )}
      {task.graceSeconds !== null && task.graceSeconds !== DEFAULT_GRACE_SECONDS && (
        <Fact label={words.grace}>{writeLength(task.graceSeconds) || '0 s'}</Fact>
      )}
      {task.usage && (
        <Fact label={words.usage}>
          <span title={usageDetails(task.usage)}>{usageWords(task.usage)}</span>
        </Fact>
      )}
      {votes ? (
        <Fact label={text.approvals.votes}>
          <Given votes={votes} names={false} />
          <VotesList votes={votes} />
        </Fact>
      ) : (
        task.requiresApproval && (
          <Fact label={words.approval}>
            {words.approvalNeeded(isFinal(task.status) ? 1 : approvalsRequired(asked, quorum))}
          </Fact>
        )
      )}
      {task.completedAt && decidedBy && (
        <Fact label={words.decided}>
          <Clock at={task.completedAt} />{' '}
          {decidedBy.userId === user.id ? (
            words.byYou
          ) : (
            <VisibleText text={words.by(decidedBy.name)} />
          )}
        </Fact>
      )}
      {task.feedback && (
        <Fact label={words.feedback}>
          <p className="[overflow-wrap:anywhere] whitespace-pre-wrap">
            <VisibleText text={task.feedback} />
          </p>
        </Fact>
      )}
    </dl>
  )
})

function By({ actor }: { actor: ShownTask['createdBy'] }) {
  const { user } = useSession()
  if (!actor) return null
  return actor.id === user.id ? words.byYou : <VisibleText text={words.by(actor.name)} />
}

/** Why a running task hasn't started, or is about to stop. */
function hint({ status, waiting, cancelRequestedAt }: ShownTask): string | null {
  if (status !== 'running') return null
  if (cancelRequestedAt) return words.cancelling
  if (waiting === 'queued') return words.queued
  if (waiting === 'permission') return words.asks
  return waiting === 'desktop_offline' ? words.offline : null
}
