import type { SearchHit, SearchMatch } from '@mission-control/protocol'
import { MiddleText } from '../log/middle-text.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { StatusAndName } from '../tasks/status-and-name.tsx'
import { Age } from '../time/times.tsx'

const words = text.searchPage

/** A task that was found, with the lines that match. */
export function HitRow({ hit }: { hit: SearchHit }) {
  const { desktopName, createdAt, matches } = hit
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-1 border-b border-line px-4 py-2">
      <div className="flex items-center gap-3">
        <StatusAndName task={hit} />
        <span className="flex max-w-40 text-xs text-dim phone:hidden">
          <MiddleText text={desktopName} />
        </span>
        <Age at={createdAt} className="min-w-14 flex-none text-right text-xs text-faint" />
      </div>
      {matches.map((match) => (
        <Match key={`${match.in} ${match.line} ${match.text}`} match={match} />
      ))}
    </li>
  )
}

function Match({ match }: { match: SearchMatch }) {
  const place = words.places[match.in]
  return (
    <p className="flex gap-3 text-xs text-dim desk:pl-[100px]">
      <span className="w-32 flex-none text-faint">
        {match.line === null ? place : words.line(place, match.line)}
      </span>
      <span className="min-w-0 flex-1 truncate font-mono">
        <VisibleText text={match.text} />
      </span>
    </p>
  )
}
