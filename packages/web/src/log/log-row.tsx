import type { OutputStream } from '@mission-control/protocol'
import { memo } from 'react'
import { text as words } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'
import { after, before, type Clip } from './clip.ts'
import { cssOf } from './colours.ts'
import { CLIP, ROW_PX } from './height-map.ts'
import { type Mark, type Span, spansOf } from './spans.ts'
import { PLAIN, type Style } from './style.ts'

interface Props {
  /** Its place among those that are shown. */
  line: number
  /** Its number in the log, from 0. */
  number: number
  text: string
  style: Style
  stream: OutputStream
  /** null: not shown. */
  time: string | null
  wrap: boolean
  marks: readonly Mark[]
  clip: Clip
  /** All is selected, or the address names this one. */
  selected: boolean
  /** A group of lines begins here; null: none does. */
  group: 'open' | 'folded' | null
  /** Out of sight, and kept only because the browser's selection begins or ends in it. */
  away: boolean
  onClip: (line: number, clip: Clip) => void
  /** Puts the line into the address. */
  onLink: (number: number) => void
  onFold: (number: number) => void
}

const LOOKS: Record<OutputStream, string> = {
  stdout: 'border-sunk bg-sunk',
  stderr: 'border-failed bg-sunk',
  agent: 'border-sunk bg-sunk',
  system: 'border-line-strong bg-panel text-dim',
}

/** One line. React writes text as text, so nothing that was printed is ever markup. */
export const LogRow = memo(function LogRow(row: Props) {
  const { line, number, text, style, stream, time, wrap, marks, clip, selected, away } = row
  const { group, onClip, onLink, onFold } = row
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
      <button
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        title={words.log.link(number + 1)}
        onClick={() => onLink(number)}
        className="sticky left-0 w-[var(--digits)] flex-none self-start bg-inherit pr-3 text-right text-faint select-none hover:text-text hover:underline"
      >
        {number + 1}
      </button>
      {time !== null && (
        <span className="box-content w-[8ch] flex-none pr-3 text-faint select-none">{time}</span>
      )}
      {group && (
        <button
          type="button"
          aria-expanded={group === 'open'}
          aria-label={words.log.fold(number + 1)}
          onClick={() => onFold(number)}
          className="mr-1 flex h-[18px] w-4 flex-none items-center text-dim hover:text-text"
        >
          <Icon name={group === 'open' ? 'down' : 'right'} className="size-3" />
        </button>
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
function isUnadorned({ mark, symbol, style, link }: Span): boolean {
  return mark === 'none' && !symbol && style === PLAIN && link === null
}

function Piece({ span: { text, from, length, style, symbol, mark, link } }: { span: Span }) {
  const Element = link === null ? 'span' : 'a'
  return (
    <Element
      {...(link !== null && { href: link, target: '_blank', rel: 'noopener noreferrer' })}
      data-from={from}
      data-symbol={symbol || undefined}
      data-length={symbol ? length : undefined}
      data-mark={mark === 'none' ? undefined : mark}
      style={mark === 'none' ? cssOf(style) : undefined}
      className={classNames(
        symbol && 'text-failed',
        link !== null && 'underline decoration-faint underline-offset-2 hover:decoration-current',
        mark === 'found' && 'bg-[var(--log-found)] text-text',
        mark === 'current' && 'bg-accent text-accent-ink',
      )}
    >
      {text}
    </Element>
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
