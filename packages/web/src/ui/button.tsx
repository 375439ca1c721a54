import type { Scope } from '@mission-control/protocol'
import type { ComponentProps } from 'react'
import { Offered } from '../account/may.tsx'
import type { KeyLabel } from '../app/shortcut-table.ts'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icons.tsx'
import { Kbd } from './kbd.tsx'
import { Tooltip } from './tooltip.tsx'

type Look = 'main' | 'plain' | 'quiet' | 'danger'

const LOOKS: Record<Look, string> = {
  main: 'bg-accent text-accent-ink hover:brightness-110',
  plain: 'bg-panel text-text border border-line-strong hover:bg-sunk',
  quiet: 'text-dim hover:text-text hover:bg-sunk',
  danger: 'bg-panel text-failed border border-line-strong hover:bg-failed-ground',
}

const SIZES = {
  base: 'h-[30px] px-3 rounded-[7px] gap-1.5',
  small: 'h-6 px-2.5 rounded-md text-sm gap-1',
}

export interface ButtonProps extends ComponentProps<'button'> {
  /** What it takes: it is offered only to who may. */
  needs?: Scope | undefined
  look?: Look
  size?: keyof typeof SIZES
  icon?: IconName
  /** The key that does the same here; shown, not bound. */
  keys?: KeyLabel
}

export function Button({ needs, ...rest }: ButtonProps) {
  const button = <PlainButton {...rest} />
  return needs ? <Offered needs={needs}>{button}</Offered> : button
}

function PlainButton({
  look = 'plain',
  size = 'base',
  icon,
  keys,
  className,
  children,
  ...rest
}: Omit<ButtonProps, 'needs'>) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        'inline-flex flex-none items-center justify-center font-[550] whitespace-nowrap select-none disabled:opacity-50',
        LOOKS[look],
        SIZES[size],
        className,
      )}
    >
      {icon && <Icon name={icon} />}
      {children}
      {keys && <Kbd onAccent={look === 'main'}>{keys}</Kbd>}
    </button>
  )
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** What it takes: it is offered only to who may. */
  needs?: Scope | undefined
  icon: IconName
  /** What it does: its name, and its tooltip. */
  label: string
  keys?: KeyLabel
}

export function IconButton({ needs, icon, label, keys, className, ...rest }: IconButtonProps) {
  const button = (
    <Tooltip label={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={classNames(
          'inline-grid size-7 flex-none place-items-center rounded-md text-dim hover:bg-sunk hover:text-text disabled:opacity-50 aria-pressed:bg-selected aria-pressed:text-accent',
          className,
        )}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  )
  return needs ? <Offered needs={needs}>{button}</Offered> : button
}
