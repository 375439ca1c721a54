import type { Desktop } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { AgentPart } from '../agents/agent-part.tsx'
import { ChatPart } from '../chat/chat-part.tsx'
import { RulesPart } from '../permissions/rules-part.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { DesktopName } from './desktop-name.tsx'
import { DesktopOverview } from './desktop-overview.tsx'
import type { DesktopSearch } from './desktop-search.ts'
import { DesktopStatusWord } from './desktop-status.tsx'
import { RemoveDesktop } from './remove-desktop.tsx'

const words = text.desktops.detail

interface Props {
  desktop: Desktop
  view: DesktopSearch['view'] | undefined
}

export function DesktopDetail({ desktop, view }: Props) {
  const [removing, setRemoving] = useState(false)
  return (
    <>
      <header className="flex min-h-[46px] flex-none items-center gap-3 px-4 py-2">
        <DesktopName desktop={desktop} />
        <DesktopStatusWord status={desktop.status} />
        <span className="flex-1" />
        <Button look="danger" onClick={() => setRemoving(true)}>
          {words.remove}
        </Button>
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
      {removing && <RemoveDesktop desktop={desktop} onClose={() => setRemoving(false)} />}
    </>
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
