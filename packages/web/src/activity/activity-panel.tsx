import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Clock } from '../time/times.tsx'

/** What happens, newest first. */
export function ActivityPanel() {
  const activity = useLive((live) => live.activity)
  return (
    <section aria-label={text.pages.activity} className="flex min-h-0 flex-col">
      <h2 className="px-3.5 pt-3 pb-2 text-[12.5px] font-semibold">{text.pages.activity}</h2>
      <ol className="min-h-0 flex-1 overflow-y-auto px-3.5">
        {activity.map((entry) => (
          <li key={entry.id} className="grid grid-cols-[52px_1fr] gap-2 py-[5px] leading-[1.4]">
            <Clock at={entry.at} className="text-xs text-faint" />
            <span>{entry.type}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
