import { Load } from '../desktops/load.tsx'
import { byUse } from '../desktops/order.ts'
import { useLive } from '../live/use-live.tsx'
import { MiddleText } from '../log/middle-text.tsx'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'

interface Props {
  wide: boolean
  chosen: string
  onChoose: (desktopId: string) => void
}

/** Each running desktop's load now; one of them can be looked at more closely. */
export function ByDesktop({ wide, chosen, onChoose }: Props) {
  const desktops = useLive((live) => live.desktops)
  const running = [...desktops.values()].filter(({ status }) => status === 'running').sort(byUse)
  return (
    <section>
      <h2 className="mb-1 text-xs text-dim">{text.metrics.byDesktop}</h2>
      <ul className={classNames('-mx-2 grid', wide && 'gap-x-2 sm:grid-cols-2 lg:grid-cols-3')}>
        {running.map(({ id, name, metrics }) => (
          <li
            key={id}
            className={classNames(
              'relative grid gap-1 rounded-md px-2 py-1.5 hover:bg-sunk',
              id === chosen && 'bg-selected',
            )}
          >
            <button
              type="button"
              aria-pressed={id === chosen}
              onClick={() => onChoose(id === chosen ? '' : id)}
              className="flex max-w-full min-w-0 justify-self-start font-[550] after:absolute after:inset-0"
            >
              <MiddleText text={name} />
            </button>
            <Load metrics={metrics} />
          </li>
        ))}
      </ul>
    </section>
  )
}
