import { cloneElement, type ReactElement, Suspense } from 'react'
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
export function Menu(props: MenuProps) {
  return (
    <Suspense fallback={cloneElement(props.trigger, { disabled: true })}>
      <MenuView {...props} />
    </Suspense>
  )
}
