import type { ReactNode } from 'react'
import { Logo } from '../ui/icons.tsx'

/** The frame of pages for people who aren't signed in: narrow, with one thing to do. */
export function EntryFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="grid min-h-full content-start justify-items-center px-4 pt-[min(22vh,200px)] pb-4">
      <div className="grid w-full max-w-[340px] grid-cols-1 gap-4">
        <header className="grid gap-3">
          <Logo className="-ml-1 size-9" />
          <h1 className="text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">{title}</h1>
        </header>
        {children}
      </div>
    </main>
  )
}
