import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useCallback, useState } from 'react'
import { keysOf } from '../app/shortcut-table.ts'
import { text } from '../strings/index.ts'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One sentence under the title; names the dialog's purpose to a screen reader as well. */
  description?: string
  /** The title and the button that closes are not drawn (but still said). */
  bare?: boolean
  /** Only doing what it asks for closes it. */
  locked?: boolean
  /** For a question or a few fields. */
  narrow?: boolean
  /** Called when the dialog is gone and the focus is back. */
  onClosed?: () => void
  className?: string
  children: ReactNode
}

/** A modal dialog; on a phone it is a sheet at the bottom. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  bare,
  locked,
  narrow,
  onClosed,
  className,
  children,
}: Props) {
  const [wasOpen, setWasOpen] = useState(false)
  const [before, setBefore] = useState<Element[]>([])
  if (open !== wasOpen) {
    setWasOpen(open)
    // Before what led here is gone, and before anything in the dialog takes the focus.
    if (open) setBefore(placesOf(document.activeElement))
  }
  const noteBefore = useCallback(
    (content: Element | null) => {
      if (content) CAME_FROM.set(content, before)
    },
    [before],
  )
  const giveFocusBack = (event: Event) => {
    event.preventDefault()
    const place =
      before.find(({ isConnected }) => isConnected) ?? document.getElementById('content')
    // Something that was opened meanwhile keeps the focus.
    const isFree = document.activeElement === null || document.activeElement === document.body
    if (isFree && place instanceof HTMLElement) place.focus({ preventScroll: true })
    onClosed?.()
  }
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-shade" />
        <Radix.Content
          ref={noteBefore}
          {...(!description && { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusItself}
          onCloseAutoFocus={giveFocusBack}
          className={classNames(
            'fixed z-40 flex animate-appear flex-col border border-line bg-panel shadow-float outline-none',
            'desk:top-[12vh] desk:left-1/2 desk:max-h-[76vh] desk:-translate-x-1/2 desk:rounded-xl',
            'phone:inset-x-0 phone:bottom-0 phone:max-h-[92dvh] phone:rounded-t-xl',
            narrow ? 'desk:w-[400px]' : 'desk:w-[min(560px,calc(100vw-32px))]',
            className,
          )}
        >
          <header className={bare ? 'sr-only' : 'flex items-start gap-3 px-5 pt-4 pb-1'}>
            <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-dim">{description}</Radix.Description>
              )}
            </div>
            {!bare && !locked && (
              <Radix.Close asChild>
                <IconButton
                  icon="close"
                  label={text.actions.close}
                  keys={keysOf('close')}
                  className="-mr-2"
                />
              </Radix.Close>
            )}
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Focuses the dialog, and not its close button, whose tooltip would take the first Escape. */
function focusItself(event: Event): void {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}

/** Where the focus was when each dialog opened, by the dialog. */
const CAME_FROM = new WeakMap<Element, Element[]>()

/**
 * What may have the focus back, best first. The item of a menu is gone with its menu, so the button that
 * opened it stands for it; a dialog may have closed meanwhile, so what it came from stands for what is in it.
 * A button that is disabled while it works loses the focus to the body.
 */
function placesOf(focused: Element | null): Element[] {
  const button = focused?.closest('[role=menu]')?.getAttribute('aria-labelledby')
  const place = button ? document.getElementById(button) : focused
  if (place && place !== document.body) return [place, ...cameFrom(place.closest('[role=dialog]'))]
  return cameFrom([...document.querySelectorAll('[role=dialog]')].at(-1))
}

function cameFrom(dialog: Element | null | undefined): Element[] {
  return (dialog && CAME_FROM.get(dialog)) ?? []
}
