import { DropdownMenu as Radix } from 'radix-ui'
import { Fragment } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icons.tsx'
import type { MenuItem, MenuProps } from './menu.tsx'

/** A button's menu. */
export function MenuView({ trigger, items, heading, side = 'bottom' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          align="end"
          sideOffset={side === 'bottom' ? 4 : 10}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-72 min-w-44 animate-appear overflow-y-auto rounded-lg border border-line bg-panel p-1 shadow-float"
        >
          {heading && (
            <Radix.Label className="truncate px-2 pt-1 pb-1.5 text-xs text-dim">
              {heading}
            </Radix.Label>
          )}
          {items.map((item, index) => (
            <Fragment key={item.id ?? item.label}>
              {index > 0 && item.group !== items[index - 1]?.group && (
                <Radix.Separator className="my-1 h-px bg-line" />
              )}
              <Row item={item} />
            </Fragment>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Row({ item }: { item: MenuItem }) {
  const given = {
    disabled: Boolean(item.disabled),
    onSelect: item.onSelect,
    className: classNames(
      'flex h-7 items-center gap-2 rounded-md px-2 outline-none pointer-coarse:h-10 select-none data-highlighted:bg-sunk data-disabled:text-faint',
      item.danger && 'text-failed',
    ),
  }
  const end = <span className="pl-4 text-xs text-faint">{item.disabled || item.keys}</span>
  if (item.checked !== undefined) {
    return (
      <Radix.CheckboxItem {...given} checked={item.checked}>
        <span className="size-4 flex-none">{item.checked && <Icon name="check" />}</span>
        <span dir="auto" className="min-w-0 flex-1 truncate text-left">
          {item.label}
        </span>
        {end}
      </Radix.CheckboxItem>
    )
  }
  return (
    <Radix.Item {...given}>
      {item.icon && <Icon name={item.icon} />}
      <span dir="auto" className="min-w-0 flex-1 truncate text-left">
        {item.label}
      </span>
      {end}
    </Radix.Item>
  )
}
