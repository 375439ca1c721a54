import type { Token } from 'marked'
import { Fragment, type ReactNode } from 'react'
import { visible } from '../log/blanks.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { text as words } from '../strings/index.ts'
import { asMarked, safeAddress, withoutEntities } from './blocks.ts'

/** The elements within a line. */
export function Inline({ tokens }: { tokens: readonly Token[] }) {
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: tokens have nothing else that tells them apart.
    <Fragment key={index}>{inline(token)}</Fragment>
  ))
}

function inline(any: Token): ReactNode {
  const token = asMarked(any)
  switch (token.type) {
    case 'strong':
      return (
        <strong className="font-semibold">
          <Inline tokens={token.tokens} />
        </strong>
      )
    case 'em':
      return (
        <em>
          <Inline tokens={token.tokens} />
        </em>
      )
    case 'del':
      return (
        <del>
          <Inline tokens={token.tokens} />
        </del>
      )
    case 'codespan':
      return (
        <code className="rounded border border-line bg-sunk px-1 py-px font-mono text-[0.92em]">
          <VisibleText text={token.text} />
        </code>
      )
    case 'br':
      return <br />
    case 'checkbox':
      return <Tick done={token.checked} />
    case 'link':
      return (
        <Address href={token.href}>
          <Inline tokens={token.tokens} />
        </Address>
      )
    case 'image':
      // Pictures would have to come from other hosts.
      return <Address href={token.href}>{token.text || token.href}</Address>
    case 'text':
      return token.tokens ? (
        <Inline tokens={token.tokens} />
      ) : (
        <VisibleText text={withoutEntities(token.text)} />
      )
    case 'escape':
      return <VisibleText text={token.text} />
    default:
      return <VisibleText text={token.raw} />
  }
}

/** The tooltip shows the address itself, because the text may name another. */
function Address({ href, children }: { href: string; children: ReactNode }) {
  const address = safeAddress(href)
  if (address === null) return children
  return (
    <a
      href={address}
      title={visible(address)}
      target="_blank"
      rel="noopener noreferrer"
      className="text-accent underline underline-offset-2"
    >
      {children}
    </a>
  )
}

function Tick({ done }: { done: boolean }) {
  return (
    <>
      <span aria-hidden="true">{done ? '☑ ' : '☐ '}</span>
      <span className="sr-only">{done ? words.markdown.done : words.markdown.open} </span>
    </>
  )
}
