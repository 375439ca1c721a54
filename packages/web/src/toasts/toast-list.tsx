import { Link } from '@tanstack/react-router'
import { Toast as Radix } from 'radix-ui'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'

export interface Toast {
  id: number
  message: string
  bad: boolean
  link: ToastLink | undefined
}

/** The page that shows what the message is about. */
export interface ToastLink {
  label: string
  to: { taskId: string } | { batchId: string } | { found: string }
}

interface Props {
  toasts: readonly Toast[]
  onGone: (id: number) => void
}

export function ToastList({ toasts, onGone }: Props) {
  return (
    <Radix.Provider label={text.toasts} swipeDirection="right">
      {toasts.map(({ id, message, bad, link }) => (
        <Radix.Root
          key={id}
          type={bad ? 'foreground' : 'background'}
          duration={bad ? 12_000 : link ? 8_000 : 4_000}
          onOpenChange={(open) => !open && onGone(id)}
          className="flex animate-appear items-start gap-2 rounded-lg border border-line bg-panel py-2 pr-1 pl-3 shadow-float"
        >
          <Icon
            name={bad ? 'warning' : 'check'}
            className={bad ? 'mt-0.5 text-failed' : 'mt-0.5 text-done'}
          />
          <Radix.Description className="flex-1 [overflow-wrap:anywhere]">
            <VisibleText text={message} />
          </Radix.Description>
          {link && (
            <Radix.Action asChild altText={link.label}>
              <Link
                {...addressOf(link.to)}
                className="flex-none rounded px-1 font-[550] text-accent hover:underline"
              >
                {link.label}
              </Link>
            </Radix.Action>
          )}
          <Radix.Close asChild>
            <IconButton icon="close" label={text.actions.dismiss} className="-my-1" />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(400px,calc(100vw-32px))] flex-col gap-2 outline-none phone:bottom-16" />
    </Radix.Provider>
  )
}

function addressOf(to: ToastLink['to']) {
  if ('taskId' in to) return { to: '/tasks/$taskId', params: to } as const
  if ('batchId' in to) return { to: '/', search: { batch: to.batchId } } as const
  return { to: '/search', search: { q: to.found } } as const
}
