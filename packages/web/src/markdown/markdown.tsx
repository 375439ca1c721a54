import { memo, useDeferredValue, useMemo } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { BlockView } from './block-view.tsx'
import { type Block, blocksOf, MARKDOWN_MAX } from './blocks.ts'

/**
 * A text in Markdown as elements of ours: nothing in it is ever markup, loads anything, or leads
 * anywhere but to the web or a mail address. A growing text keeps its finished blocks.
 */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const shown = useDeferredValue(text)
  const isLong = shown.length > MARKDOWN_MAX
  const blocks = useMemo(() => (isLong ? [] : blocksOf(shown)), [shown, isLong])
  if (isLong) {
    return (
      <p className="[overflow-wrap:anywhere] whitespace-pre-wrap">
        <VisibleText text={shown} />
      </p>
    )
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2 leading-[1.55] [overflow-wrap:anywhere]">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks only ever come at the end.
        <Part key={index} block={block} />
      ))}
    </div>
  )
})

const Part = memo(
  ({ block }: { block: Block }) => <BlockView block={block} />,
  ({ block: a }, { block: b }) => a.token.raw === b.token.raw && a.level === b.level,
)
