import type { Token, Tokens } from 'marked'
import { createElement } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { asMarked, type Block } from './blocks.ts'
import { CodeBlock } from './code-block.tsx'
import { Inline } from './inline.tsx'
import { Table } from './table.tsx'

const HEADINGS = ['text-lg font-semibold', 'font-semibold', 'font-[550]', 'font-[550] text-dim']

/** A block: a paragraph, a list, a heading. */
export function BlockView({ block: { token, level } }: { block: Block }) {
  switch (token.type) {
    case 'heading':
      // Below the titles of a page and of its parts.
      return createElement(
        `h${2 + Math.max(level, 1)}`,
        { className: HEADINGS[Math.max(level, 1) - 1] },
        <Inline tokens={token.tokens} />,
      )
    case 'paragraph':
      return (
        <p>
          <Inline tokens={token.tokens} />
        </p>
      )
    case 'code':
      return <CodeBlock code={token.text} language={token.lang} />
    case 'blockquote':
      return (
        <blockquote className="grid gap-2 border-l-2 border-line-strong pl-3 text-dim">
          <Blocks tokens={token.tokens} />
        </blockquote>
      )
    case 'list':
      return <List list={token} />
    case 'table':
      return <Table table={token} />
    case 'hr':
      return <hr className="border-line" />
    case 'text':
      return (
        <div>
          {token.tokens ? <Inline tokens={token.tokens} /> : <VisibleText text={token.text} />}
        </div>
      )
    default:
      // Mostly HTML, which is shown as it was written.
      return (
        <p className="whitespace-pre-wrap">
          <VisibleText text={token.raw.trimEnd()} />
        </p>
      )
  }
}

/** Those inside of another block; a heading there is no part of the page's order. */
function Blocks({ tokens }: { tokens: readonly Token[] }) {
  return tokens
    .map(asMarked)
    .filter(({ type }) => type !== 'space' && type !== 'def')
    .map((token, index) => {
      // biome-ignore lint/suspicious/noArrayIndexKey: tokens have nothing else that tells them apart.
      return <Inner key={index} token={token} />
    })
}

function Inner({ token }: { token: ReturnType<typeof asMarked> }) {
  if (token.type !== 'heading') return <BlockView block={{ token, level: 0 }} />
  return (
    <p className="font-semibold">
      <Inline tokens={token.tokens} />
    </p>
  )
}

function List({ list: { ordered, start, items } }: { list: Tokens.List }) {
  const content = items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items have nothing else that tells them apart.
    <li key={index} className={item.task ? '-ml-5 list-none' : undefined}>
      <div className="inline-grid max-w-full grid-cols-[minmax(0,1fr)] gap-1 align-top">
        <Blocks tokens={withTick(item.tokens)} />
      </div>
    </li>
  ))
  const look = 'grid gap-1 pl-5 marker:text-faint'
  if (!ordered) return <ul className={`${look} list-disc`}>{content}</ul>
  return (
    <ol start={Number(start) || 1} className={`${look} list-decimal`}>
      {content}
    </ol>
  )
}

/** The first line of an item that can be ticked begins with its box. */
function withTick(tokens: readonly Token[]): readonly Token[] {
  const [box, first, ...rest] = tokens.map(asMarked)
  if (box?.type !== 'checkbox' || first?.type !== 'text' || !first.tokens) return tokens
  return [{ ...first, tokens: [box, ...first.tokens] }, ...rest]
}
