import type { Scope } from '@mission-control/protocol'
import { cloneElement, type ReactElement, Suspense } from 'react'
import { useMay } from '../account/may.tsx'
import { lazily } from '../app/loaded.ts'
import type { KeyLabel } from '../app/shortcut-table.ts'
import type { IconName } from './icons.tsx'

const MenuView = lazily(() => import('./menu-view.tsx'), 'MenuView')

export interface MenuItem {
  /** Tells items with equal labels apart. */
  id?: string
  label: string
  icon?: IconName
  keys?: KeyLabel
  /** Why it can't be chosen now; said beside it. */
  disabled?: string | false
  /** What it takes: it is offered only to who may. */
  needs?: Scope | undefined
  danger?: boolean
  /** Whether the item is chosen, if it is one of a choice. */
  checked?: boolean
  /** Items of another group than the one before stand under a line. */
  group?: string
  onSelect: () => void
}

export interface MenuProps {
  /** The element that opens the menu; it has to be focusable. */
  trigger: ReactElement<{ disabled?: boolean }>
  items: readonly MenuItem[]
  /** What all items are about. */
  heading?: string
  side?: 'bottom' | 'right' | 'top'
}

/** A button's menu. The code that opens it is fetched when the first button is shown. */
export function Menu({ items, ...props }: MenuProps) {
  const may = useMay()
  const offered = items.filter(({ needs }) => !needs || may(needs))
  // A menu of which nothing is left would be a button that does nothing.
  if (offered.length === 0) return null
  return (
    <Suspense fallback={cloneElement(props.trigger, { disabled: true })}>
      <MenuView {...props} items={offered} />
    </Suspense>
  )
}
