import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useCore } from '../live/use-live.tsx'
import { useWanted } from './preference.ts'
import { ReviewNotifier } from './review-notifier.ts'
import { isAnyInSight, useInSight, useTeller } from './tabs.ts'

/**
 * Notifies people who want it and aren't looking that a task waits for them. Returns whether this
 * tab is the one that notifies, and so has to notice at once what happens.
 */
export function useNotifications(): boolean {
  const { store } = useCore()
  const navigate = useNavigate()
  const teller = useTeller(useWanted())
  useInSight()
  useEffect(() => {
    if (!teller) return
    const notifier = new ReviewNotifier({
      live: store.get,
      isSeen: isAnyInSight,
      show,
      openTask: (taskId) => void navigate({ to: '/tasks/$taskId', params: { taskId } }),
      openAll: () => void navigate({ to: '/approvals' }),
    })
    const unwatch = store.watch((event) => notifier.see(event))
    return () => {
      unwatch()
      notifier.stop()
    }
  }, [store, navigate, teller])
  return teller
}

function show(title: string, options: NotificationOptions, onClick: () => void): Notification {
  const notification = new Notification(title, options)
  notification.onclick = () => {
    notification.close()
    window.focus()
    onClick()
  }
  return notification
}
