import { cloneElement, type ReactElement, Suspense } from 'react'
import { lazily } from '../app/loaded.ts'
import type { KeyLabel } from '../app/shortcut-table.ts'
import type { IconName } from './icons.tsx'

const MenuView = lazily(() => import('./menu-view.tsx'), 'MenuView')

export interface MenuItem {
  /** Where labels may be equal. */
  id?: string
  label: string
  icon?: IconName
  keys?: KeyLabel
  /** Why it can't be chosen now; said beside it. */
  disabled?: string | false
  danger?: boolean
  /** It is one of several that can be chosen, and whether it is. */
  checked?: boolean
  /** Items of another group than the one before stand under a line. */
  group?: string
  onSelect: () => void
}

export interface MenuProps {
  /** One focusable element. */
  trigger: ReactElement<{ disabled?: boolean }>
  items: readonly MenuItem[]
  /** What all of it is about. */
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
