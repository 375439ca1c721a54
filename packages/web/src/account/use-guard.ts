import type { Scope } from '@mission-control/protocol'
import { useCallback } from 'react'
import { useSay } from '../toasts/toasts.tsx'
import { useRefusal } from './may.tsx'

/** Goes on where the person may; else says why not. For what keys, gestures and commands ask for. */
export function useGuard(): (scope: Scope) => boolean {
  const refusal = useRefusal()
  const say = useSay()
  return useCallback(
    (scope) => {
      const why = refusal(scope)
      if (why !== null) say(why, { bad: true })
      return why === null
    },
    [refusal, say],
  )
}
