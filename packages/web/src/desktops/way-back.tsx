import type { Desktop } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { CopyLine } from '../ui/copy-line.tsx'
import { reconnectLine, rejoinLine, serverUrl } from './connect-line.ts'

const words = text.desktops.wayBack

/** How a desktop that is away comes back: the line for its machine, by how it has become a desktop. */
export function WayBack({ desktop }: { desktop: Desktop }) {
  if (desktop.status === 'running') return null
  const way = wayOf(desktop)
  return (
    <section
      aria-label={words.title}
      className="grid gap-2 rounded-xl border border-line bg-sunk p-3.5 lg:col-span-2"
    >
      <h2 className="font-semibold">{words.title}</h2>
      {way === undefined ? (
        <p className="text-dim">{words.never}</p>
      ) : (
        <>
          <p className="text-dim">{way.about}</p>
          <CopyLine line={way.line} wrap />
          <p className="text-xs text-dim">{`${words.goesOn} ${way.checks}`}</p>
        </>
      )}
    </section>
  )
}

function wayOf({ id, invitation, lastSeenAt }: Desktop) {
  const url = serverUrl(document.baseURI)
  if (invitation) return { ...words.joined, line: rejoinLine(url) }
  return lastSeenAt === null ? undefined : { ...words.registered, line: reconnectLine(url, id) }
}
