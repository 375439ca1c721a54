import {
  createContext,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useState,
} from 'react'
import { ahead, lazily } from '../app/loaded.ts'
import type { Toast, ToastLink } from './toast-list.tsx'

export type Say = (message: string, options?: { bad?: boolean; link?: ToastLink }) => void

const SayContext = createContext<Say>(() => undefined)

/** Shows a message at the edge of the page, which goes by itself; bad news stays longer. */
export const useSay = () => useContext(SayContext)

const loadList = () => import('./toast-list.tsx')
const ToastList = lazily(loadList, 'ToastList')

/** What shows the messages is fetched after the first page: it is there also when the server is away. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>()
  useEffect(() => ahead(loadList), [])
  const say = useCallback<Say>((message, { bad = false, link } = {}) => {
    const toast = { id: Math.random(), message, bad, link }
    setToasts((all) => [...(all ?? []).slice(-3), toast])
  }, [])
  const remove = (id: number) => setToasts((all) => all?.filter((each) => each.id !== id))
  return (
    <>
      <SayContext value={say}>{children}</SayContext>
      <Suspense>{toasts && <ToastList toasts={toasts} onGone={remove} />}</Suspense>
    </>
  )
}
