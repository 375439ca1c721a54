import { firstLine } from '@mission-control/protocol'
import { useLive } from '../live/use-live.tsx'
import { MiddleText } from '../log/middle-text.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { Somebody } from '../people/initials.tsx'
import type { Permission } from '../permissions/use-permissions.ts'
import { text } from '../strings/index.ts'
import { Age } from '../time/times.tsx'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'
import { Given } from './given.tsx'

/** In px. All rows have this height, so that a row's place is known before it exists. */
export const ROW = 75

interface Props {
  taskId: string
  /** What its agent asks for; undefined: the task has ended, and its result is to be reviewed. */
  permission: Permission | undefined
  selected: boolean
  onSelect: () => void
  onOpen: () => void
}

export function ApprovalRow({ taskId, permission, selected, onSelect, onOpen }: Props) {
  const card = useLive((live) => live.cards.get(taskId))
  const asked = permission && askedFor(permission)
  const shown = asked ?? (card && { ...card, at: card.reviewStartedAt ?? card.createdAt })
  const desktop = useLive((live) => live.desktops.get(shown?.desktopId ?? ''))
  if (!shown) return null
  return (
    <button
      type="button"
      aria-current={selected || undefined}
      tabIndex={selected ? 0 : -1}
      onClick={onSelect}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        onOpen()
      }}
      className={classNames(
        'grid h-full w-full grid-cols-[minmax(0,1fr)_auto] content-center gap-x-2 gap-y-1 border-b border-line px-4 text-left -outline-offset-2',
        selected ? 'bg-selected' : 'hover:bg-sunk',
      )}
    >
      <VisibleText
        text={shown.summary}
        className={classNames('truncate', shown.type === 'command' && 'font-mono text-xs')}
      />
      <Age at={shown.at} className="text-xs text-faint" />
      <VisibleText
        text={card?.sending ? text.task.sending : (shown.tail ?? text.approvals.noOutput)}
        className={classNames(
          'col-span-2 truncate font-mono text-2xs',
          asked ? 'text-review' : 'text-dim',
        )}
      />
      <span className="col-span-2 flex min-w-0 items-center gap-1.5 text-xs text-dim">
        <Icon name={shown.type} className="size-[13px]" />
        <span className="sr-only">{text.task.type[shown.type]}</span>
        <MiddleText text={desktop?.name ?? text.task.gone} />
        <Somebody actor={card?.createdBy ?? null} />
        {!asked && (
          <Given
            votes={card?.approvals ?? null}
            className="ml-auto max-w-[60%] flex-none truncate pl-2 text-review"
          />
        )}
      </span>
    </button>
  )
}

/** A chat's message is on no board, so the permission itself has all that a row needs. */
function askedFor({ task, request, createdAt }: Permission) {
  const { type, content, desktopId } = task
  const tail = text.permissions.wants(request.title)
  return { type, summary: firstLine(content), desktopId, tail, at: createdAt }
}
