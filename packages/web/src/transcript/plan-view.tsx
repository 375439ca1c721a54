import type { PlanEntry } from '@mission-control/protocol'
import { VisibleText } from '../log/visible-text.tsx'
import { useStored } from '../stored/use-stored.ts'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'
import { StatusIcon } from '../ui/status.tsx'

const words = text.transcript

const ICONS = { pending: 'pending', in_progress: 'running', completed: 'done' } as const

/** What the agent means to do, ticked off as it does it; it stays in sight above the transcript. */
export function PlanView({ plan }: { plan: readonly PlanEntry[] }) {
  const [open, setOpen] = useStored('transcript.plan', true)
  const done = plan.filter(({ status }) => status === 'completed').length
  const current = plan.find(({ status }) => status === 'in_progress')
  return (
    <section
      aria-label={words.plan}
      className="flex-none border-b border-line px-5 py-1.5 phone:px-4"
    >
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-6 w-full min-w-0 items-center gap-1.5 text-left text-sm"
      >
        <Icon name={open ? 'down' : 'right'} className="size-3 text-faint" />
        <span className="font-[550]">{words.plan}</span>
        <span className="flex-none text-dim">{words.planSteps(done, plan.length)}</span>
        {!open && current && (
          <span className="min-w-0 truncate text-dim">
            {'· '}
            <VisibleText text={current.content} />
          </span>
        )}
      </button>
      {open && (
        <ol className="grid max-h-[28vh] gap-0.5 overflow-y-auto pt-0.5 pb-1 pl-[18px]">
          {plan.map(({ content, status }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have nothing else that tells them apart.
            <li key={place} className="flex items-baseline gap-1.5">
              <StatusIcon status={ICONS[status]} className="relative top-0.5" />
              <span className="sr-only">{words.planStatus[status]}: </span>
              <span
                className={classNames(
                  '[overflow-wrap:anywhere]',
                  status === 'completed' && 'text-dim line-through decoration-faint',
                  status === 'in_progress' && 'font-[550]',
                )}
              >
                <VisibleText text={content} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
