import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { Component, type ReactNode } from 'react'
import { EntryFrame } from '../account/entry-frame.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { explain } from './explain.ts'

/** Keeps a part that breaks from taking the rest with it. */
export class Boundary extends Component<
  { part: string; children: ReactNode },
  { error: Error | null }
> {
  override state = { error: null as Error | null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    if (!this.state.error) return this.props.children
    return (
      <section role="alert" className="grid content-start justify-items-start gap-2 p-5">
        <h2 className="font-semibold">{text.problems.broken(this.props.part)}</h2>
        <p className="text-dim">{text.problems.brokenAdvice}</p>
        <pre className="max-w-full overflow-auto font-mono text-xs text-dim">
          <VisibleText text={this.state.error.message} />
        </pre>
        <Button onClick={() => this.setState({ error: null })}>{text.actions.retry}</Button>
      </section>
    )
  }
}

export function BrokenPage({ error }: ErrorComponentProps) {
  return (
    <section role="alert" className="grid content-start justify-items-start gap-2 p-5">
      <h1 className="text-lg font-semibold">{text.problems.broken(text.problems.thisPage)}</h1>
      <p className="text-dim">{text.problems.brokenAdvice}</p>
      <pre className="max-w-full overflow-auto font-mono text-xs text-dim">{explain(error)}</pre>
      <Button onClick={() => location.reload()}>{text.problems.reload}</Button>
    </section>
  )
}

export function NoSuchPage() {
  return (
    <EntryFrame title={text.problems.notFound}>
      <p className="font-mono text-xs text-dim [overflow-wrap:anywhere]">
        <VisibleText text={location.pathname} />
      </p>
      <p className="text-dim">{text.problems.notFoundAdvice}</p>
      <Link
        to="/"
        className="inline-flex h-[30px] items-center justify-self-start rounded-[7px] bg-accent px-3 font-[550] text-accent-ink hover:brightness-110"
      >
        {text.problems.toBoard}
      </Link>
    </EntryFrame>
  )
}
