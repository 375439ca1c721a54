import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icons.tsx'

export interface MenuItem {
  label: string
  icon?: IconName
  keys?: string
  /** Why it can't be chosen now; said beside it. */
  disabled?: string | false
  danger?: boolean
  onSelect: () => void
}

/** A button's menu. `trigger` must be one focusable element. */
export function Menu({ trigger, items }: { trigger: ReactNode; items: readonly MenuItem[] }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-44 animate-appear rounded-lg border border-line bg-panel p-1 shadow-float"
        >
          {items.map((item) => (
            <Radix.Item
              key={item.label}
              disabled={Boolean(item.disabled)}
              onSelect={item.onSelect}
              className={classNames(
                'flex h-7 items-center gap-2 rounded-md px-2 outline-none select-none data-highlighted:bg-sunk data-disabled:text-faint',
                item.danger && 'text-failed',
              )}
            >
              {item.icon && <Icon name={item.icon} />}
              <span className="flex-1">{item.label}</span>
              <span className="pl-4 text-xs text-faint">{item.disabled || item.keys}</span>
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
