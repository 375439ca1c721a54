import type { Desktop } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { AgentPart } from '../agents/agent-part.tsx'
import { ChatPart } from '../chat/chat-part.tsx'
import { visible } from '../log/blanks.ts'
import { useNewTask } from '../new-task/new-task.tsx'
import { RulesPart } from '../permissions/rules-part.tsx'
import { text } from '../strings/index.ts'
import { exactTime } from '../time/format.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu } from '../ui/menu.tsx'
import { DesktopName } from './desktop-name.tsx'
import { DesktopOverview } from './desktop-overview.tsx'
import type { DesktopSearch } from './desktop-search.ts'
import { DesktopStatusWord } from './desktop-status.tsx'
import { MoveDesktop } from './move-desktop.tsx'
import { RemoveDesktop } from './remove-desktop.tsx'
import { NO_WORK } from './running-here.ts'
import { useRunning } from './use-running.ts'

const words = text.desktops.detail

interface Props {
  desktop: Desktop
  view: DesktopSearch['view'] | undefined
}

export function DesktopDetail({ desktop, view }: Props) {
  const newTask = useNewTask()
  const [moving, setMoving] = useState(false)
  const [removing, setRemoving] = useState(false)
  return (
    <>
      <header className="flex min-h-[46px] flex-none flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2">
        <div className="flex min-w-0 phone:w-full">
          <DesktopName desktop={desktop} />
        </div>
        <Presence desktop={desktop} />
        <span className="flex-1" />
        {desktop.status === 'running' && (
          <Button needs="tasks" icon="plus" onClick={() => newTask({ desktopIds: [desktop.id] })}>
            {words.newTask}
          </Button>
        )}
        <Menu
          trigger={<IconButton icon="more" label={words.actions} />}
          heading={visible(desktop.name)}
          items={[
            {
              label: words.move,
              icon: 'right',
              needs: 'desktops',
              onSelect: () => setMoving(true),
            },
            {
              label: words.remove,
              icon: 'trash',
              needs: 'desktops',
              danger: true,
              onSelect: () => setRemoving(true),
            },
          ]}
        />
      </header>
      <PartLinks desktop={desktop} />
      {view === 'chat' ? (
        <ChatPart desktop={desktop} />
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-4 pb-8">
          {view === 'agent' ? (
            <div className="grid max-w-[720px] grid-cols-[minmax(0,1fr)] gap-6">
              <AgentPart desktop={desktop} />
              <RulesPart desktopId={desktop.id} />
            </div>
          ) : (
            <DesktopOverview desktop={desktop} />
          )}
        </div>
      )}
      {moving && <MoveDesktop desktop={desktop} onClose={() => setMoving(false)} />}
      {removing && <RemoveDesktop desktop={desktop} onClose={() => setRemoving(false)} />}
    </>
  )
}

/** The desktop's status, and since when it is away. */
function Presence({ desktop }: { desktop: Desktop }) {
  const { id, status, lastSeenAt } = desktop
  const isBusy = (useRunning().get(id) ?? NO_WORK).running.length > 0
  const isAway = status === 'stopped' || status === 'error'
  return (
    <span className="flex flex-none items-center gap-1.5 whitespace-nowrap">
      <DesktopStatusWord status={status} busy={isBusy} />
      {isAway && lastSeenAt !== null && (
        <span className="text-dim phone:hidden">
          {words.since(exactTime(Date.parse(lastSeenAt)))}
        </span>
      )}
    </span>
  )
}

const PARTS = [undefined, 'chat', 'agent'] as const

/** Each part has an address of its own. */
function PartLinks({ desktop: { id } }: { desktop: Desktop }) {
  return (
    <nav aria-label={words.parts} className="flex flex-none gap-5 border-b border-line px-4">
      {PARTS.map((part) => (
        <Link
          key={part ?? 'overview'}
          to="/desktops/$desktopId"
          params={{ desktopId: id }}
          search={part ? { view: part } : {}}
          activeOptions={{ exact: true, includeSearch: true }}
          className="-mb-px border-b-2 border-transparent py-2 text-dim hover:text-text aria-[current=page]:border-accent aria-[current=page]:font-[550] aria-[current=page]:text-text"
        >
          {words.part[part ?? 'overview']}
        </Link>
      ))}
    </nav>
  )
}
