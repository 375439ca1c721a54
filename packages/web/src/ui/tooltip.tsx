import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import type { KeyLabel } from '../app/shortcut-table.ts'

interface Props {
  label: string
  keys?: KeyLabel | undefined
  children: ReactNode
}

/** Says more about what is pointed at or focused; never the only place where something is said. */
export function Tooltip({ label, keys, children }: Props) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={5}
          collisionPadding={8}
          className="z-50 flex max-w-80 gap-2 rounded-md border border-line bg-panel px-2 py-1 text-xs shadow-float"
        >
          {label}
          {keys && <span className="text-faint">{keys}</span>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export const TooltipProvider = Radix.Provider
