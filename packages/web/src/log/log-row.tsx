import type { OutputStream } from '@mission-control/protocol'
import { memo } from 'react'
import { text as words } from '../strings/index.ts'
import { timeOfDay } from '../time/format.ts'
import { classNames } from '../ui/class-names.ts'
import { after, before, type Clip } from './clip.ts'
import { cssOf } from './colours.ts'
import { CLIP, ROW_PX } from './height-map.ts'
import { type Mark, type Span, spansOf } from './spans.ts'
import { PLAIN, type Style } from './style.ts'

interface Props {
  line: number
  text: string
  style: Style
  stream: OutputStream
  /** ms since 1970; null: not shown. */
  at: number | null
  wrap: boolean
  marks: readonly Mark[]
  clip: Clip
  /** All is selected. */
  selected: boolean
  /** It is only there to be remembered by the browser's selection. */
  away: boolean
  onClip: (line: number, clip: Clip) => void
}

const LOOKS: Record<OutputStream, string> = {
  stdout: 'border-sunk bg-sunk',
  stderr: 'border-failed bg-sunk',
  agent: 'border-sunk bg-sunk',
  system: 'border-line-strong bg-panel text-dim',
}

/** One line. React writes its text as text: whatever was printed, nothing of it is ever markup. */
export const LogRow = memo(function LogRow(row: Props) {
  const { line, text, style, stream, at, wrap, marks, clip, selected, away, onClip } = row
  const isLong = text.length > CLIP
  const spans = spansOf(text, style, clip, marks)
  const isPlain = spans.length === 1 && !isLong && isUnadorned(spans[0]!)
  return (
    <div
      data-line={line}
      data-stream={stream}
      data-away={away || undefined}
      title={stream === 'stdout' ? undefined : words.log.stream[stream]}
      style={wrap ? undefined : { height: ROW_PX }}
      className={classNames(
        'flex min-w-full border-l-2 pr-4',
        selected ? 'border-accent bg-selected' : LOOKS[stream],
        !wrap && 'w-max overflow-y-clip',
        // Not `invisible`: the browser would move the selection out of it.
        away && 'pointer-events-none absolute top-0 opacity-0',
      )}
    >
      <span
        aria-hidden="true"
        className="sticky left-0 w-[var(--digits)] flex-none bg-inherit pr-3 text-right text-faint select-none"
      >
        {line + 1}
      </span>
      {at !== null && (
        <span className="box-content w-[8ch] flex-none pr-3 text-faint select-none">
          {timeOfDay(at)}
        </span>
      )}
      {stream !== 'stdout' && <span className="sr-only">{words.log.stream[stream]}: </span>}
      <span
        data-from={isPlain ? 0 : undefined}
        className={classNames(
          'min-w-0 flex-1 [direction:ltr] [tab-size:8] [unicode-bidi:isolate]',
          wrap ? 'break-all whitespace-pre-wrap' : 'whitespace-pre',
        )}
      >
        {isLong && clip.from > 0 && (
          <More
            label={words.log.showBefore(clip.from)}
            onClick={() => onClip(line, before(clip))}
          />
        )}
        {isPlain
          ? spans[0]!.text
          : spans.map((span, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: spans have nothing else that tells them apart.
              <Piece key={index} span={span} />
            ))}
        {isLong && clip.to < text.length && (
          <More
            label={words.log.showAfter(text.length - clip.to)}
            onClick={() => onClip(line, after(clip))}
          />
        )}
      </span>
    </div>
  )
})

/** It needs no element of its own. */
function isUnadorned({ mark, symbol, style }: Span): boolean {
  return mark === 'none' && !symbol && style === PLAIN
}

function Piece({ span: { text, from, length, style, symbol, mark } }: { span: Span }) {
  return (
    <span
      data-from={from}
      data-symbol={symbol || undefined}
      data-length={symbol ? length : undefined}
      data-mark={mark === 'none' ? undefined : mark}
      style={mark === 'none' ? cssOf(style) : undefined}
      className={classNames(
        symbol && 'text-failed',
        mark === 'found' && 'bg-[var(--log-found)] text-text',
        mark === 'current' && 'bg-accent text-accent-ink',
      )}
    >
      {text}
    </span>
  )
}

function More({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="mx-1 rounded border border-line-strong bg-panel px-1.5 font-sans text-2xs leading-4 whitespace-nowrap text-accent select-none"
    >
      {label}
    </button>
  )
}
