import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useCore } from '../live/use-live.tsx'
import { isAvailable, isWanted } from './preference.ts'
import { ReviewNotifier } from './review-notifier.ts'

/** Tells who isn't looking, and wants to be told, that a task waits for them. */
export function useNotifications(): void {
  const { store } = useCore()
  const navigate = useNavigate()
  useEffect(() => {
    if (!isAvailable()) return
    const notifier = new ReviewNotifier({
      live: store.get,
      isWanted: () => document.hidden && isWanted() && Notification.permission === 'granted',
      show: (title, options, onClick) => {
        const notification = new Notification(title, options)
        notification.onclick = () => {
          notification.close()
          window.focus()
          onClick()
        }
        return notification
      },
      openTask: (taskId) => void navigate({ to: '/tasks/$taskId', params: { taskId } }),
      openAll: () => void navigate({ to: '/approvals' }),
    })
    const unwatch = store.watch((event) => notifier.see(event))
    return () => {
      unwatch()
      notifier.stop()
    }
  }, [store, navigate])
}
