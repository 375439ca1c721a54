import type { OutputStream } from '@mission-control/protocol'
import { type KeyLabel, keysOf } from '../app/shortcut-table.ts'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import type { LogSource } from './log-source.ts'
import type { LoggedTask } from './logged-task.ts'
import { useTakeAway } from './use-take-away.ts'

const words = text.log

interface Props {
  task: LoggedTask
  source: LogSource
  following: boolean
  empty: boolean
  wrap: boolean
  onWrap: (wrap: boolean) => void
  times: boolean
  onTimes: (times: boolean) => void
  /** Times count from the beginning of the run. */
  elapsed: boolean
  onElapsed: (elapsed: boolean) => void
  /** The only one that is shown; null: all. */
  stream: OutputStream | null
  onStream: (stream: OutputStream | null) => void
  /** Goes to the first line that looks like an error. */
  onError: () => void
  searching: boolean
  onSearch: () => void
}

export function LogToolbar(props: Props) {
  const { task, source, following, empty, wrap, onWrap, times, onTimes, searching, onSearch } =
    props
  const { elapsed, onElapsed, stream, onStream, onError } = props
  const { streams } = source.content
  const { copyAll, download } = useTakeAway(task, source.content)
  return (
    <div role="toolbar" aria-label={words.tools} className="flex flex-none items-center gap-1.5">
      {following && (
        <span title={words.followingHint} className="pr-1 text-sm text-dim phone:hidden">
          {words.following}
        </span>
      )}
      <Tool
        icon="search"
        label={words.search}
        keys={keysOf('search')}
        on={searching}
        onClick={onSearch}
      />
      <Tool icon="wrap" label={words.wrap} on={wrap} onClick={() => onWrap(!wrap)} />
      <Tool icon="clock" label={words.times} on={times} onClick={() => onTimes(!times)} />
      {times && (
        <Tool icon="clock" label={words.elapsed} on={elapsed} onClick={() => onElapsed(!elapsed)} />
      )}
      <Tool icon="warning" label={words.firstError} disabled={empty} onClick={onError} />
      {(streams.length > 1 || stream !== null) && (
        <select
          aria-label={words.streams}
          value={stream ?? ''}
          onChange={({ target }) => onStream(streams.find((each) => each === target.value) ?? null)}
          className="h-6 max-w-32 rounded-md border border-line-strong bg-panel px-1 text-sm font-[550] pointer-coarse:h-8"
        >
          <option value="">{words.allStreams}</option>
          {streams.map((each) => (
            <option key={each} value={each}>
              {words.stream[each]}
            </option>
          ))}
        </select>
      )}
      <Tool icon="copy" label={text.actions.copy} disabled={empty} onClick={copyAll} />
      <Tool icon="download" label={words.download} disabled={empty} onClick={download} />
    </div>
  )
}

interface ToolProps {
  icon: IconName
  label: string
  keys?: KeyLabel
  /** Whether the tool is on; undefined: it is no switch. */
  on?: boolean
  disabled?: boolean
  onClick: () => void
}

/** A word where there is room for one, else an icon. */
function Tool({ icon, label, keys, on, disabled, onClick }: ToolProps) {
  return (
    <Tooltip label={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={on}
        disabled={disabled}
        onClick={onClick}
        className={classNames(
          'inline-flex h-6 flex-none items-center rounded-md border px-2 text-sm font-[550] disabled:opacity-50',
          'pointer-coarse:h-8',
          on
            ? 'border-accent bg-selected text-accent'
            : 'border-line-strong bg-panel hover:bg-sunk',
        )}
      >
        <Icon name={icon} className="@3xl:hidden" />
        <span className="hidden @3xl:inline">{label}</span>
      </button>
    </Tooltip>
  )
}
