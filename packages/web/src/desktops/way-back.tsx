import type { Desktop } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { CopyLine } from '../ui/copy-line.tsx'
import { reconnectLine, serverUrl } from './connect-line.ts'

const words = text.desktops.wayBack

/** How a desktop that is away comes back: the line for its machine. */
export function WayBack({ desktop: { id, status, lastSeenAt } }: { desktop: Desktop }) {
  if (status === 'running') return null
  return (
    <section
      aria-label={words.title}
      className="grid gap-2 rounded-xl border border-line bg-sunk p-3.5 lg:col-span-2"
    >
      <h2 className="font-semibold">{words.title}</h2>
      {lastSeenAt === null ? (
        <p className="text-dim">{words.never}</p>
      ) : (
        <>
          <p className="text-dim">{words.about}</p>
          <CopyLine line={reconnectLine(serverUrl(document.baseURI), id)} wrap />
          <p className="text-xs text-dim">{words.checks}</p>
        </>
      )}
    </section>
  )
}
