import { useLive } from '../live/use-live.tsx'
import { visible } from '../log/blanks.ts'
import { text } from '../strings/index.ts'

interface Props {
  /** Empty: all of them. */
  desktopId: string
  onChange: (desktopId: string) => void
}

/** One desktop, or all. */
export function DesktopSelect({ desktopId, onChange }: Props) {
  const desktops = useLive((live) => live.desktops)
  return (
    <select
      aria-label={text.desktopSelect.oneOrAll}
      value={desktopId}
      onChange={(event) => onChange(event.target.value)}
      className="h-7 max-w-52 min-w-0 rounded-[7px] border border-line bg-panel px-1.5 text-dim"
    >
      <option value="">{text.desktopSelect.all}</option>
      {[...desktops.values()].map(({ id, name }) => (
        <option key={id} value={id}>
          {visible(name)}
        </option>
      ))}
      {desktopId !== '' && !desktops.has(desktopId) && (
        <option value={desktopId}>{text.activity.someDesktop}</option>
      )}
    </select>
  )
}
