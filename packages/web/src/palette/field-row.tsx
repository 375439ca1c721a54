import type { ReactNode } from 'react'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'

export const FIELD = {
  autoFocus: true,
  placeholder: text.searchFor,
  className:
    'h-full min-w-0 flex-1 bg-transparent text-lg text-text outline-none placeholder:text-faint',
}

export function FieldRow({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-12 flex-none items-center gap-2.5 border-b border-line px-4 text-faint">
      <Icon name="search" />
      {children}
    </div>
  )
}
