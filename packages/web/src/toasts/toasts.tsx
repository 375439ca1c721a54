import { Toast as Radix } from 'radix-ui'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'

interface Toast {
  id: number
  message: string
  bad: boolean
}

type Say = (message: string, options?: { bad?: boolean }) => void

const SayContext = createContext<Say>(() => undefined)

/** Says something at the edge of the page that goes by itself; what is bad stays longer. */
export const useSay = () => useContext(SayContext)

export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const say = useCallback<Say>((message, { bad = false } = {}) => {
    setToasts((all) => [...all.slice(-3), { id: Math.random(), message, bad }])
  }, [])
  const remove = (id: number) => setToasts((all) => all.filter((each) => each.id !== id))
  return (
    <Radix.Provider label={text.toasts} swipeDirection="right">
      <SayContext value={say}>{children}</SayContext>
      {toasts.map(({ id, message, bad }) => (
        <Radix.Root
          key={id}
          type={bad ? 'foreground' : 'background'}
          duration={bad ? 12_000 : 4_000}
          onOpenChange={(open) => !open && remove(id)}
          className="flex animate-appear items-start gap-2 rounded-lg border border-line bg-panel py-2 pr-1 pl-3 shadow-float"
        >
          <Icon
            name={bad ? 'warning' : 'check'}
            className={bad ? 'mt-0.5 text-failed' : 'mt-0.5 text-done'}
          />
          <Radix.Description className="flex-1 [overflow-wrap:anywhere]">
            <VisibleText text={message} />
          </Radix.Description>
          <Radix.Close asChild>
            <IconButton icon="close" label={text.actions.dismiss} className="-my-1" />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(400px,calc(100vw-32px))] flex-col gap-2 outline-none phone:bottom-16" />
    </Radix.Provider>
  )
}
