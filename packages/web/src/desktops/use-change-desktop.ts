import type { Desktop } from '@mission-control/protocol'
import { useCallback } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'

type Changes = Partial<
  Pick<Desktop, 'name' | 'labels' | 'defaultTimeoutSeconds' | 'upgradePolicy' | 'agentKey'>
>

/** Shows the change at once. If the server refuses, takes it back and resolves to the reason. */
export function useChangeDesktop(
  id: string,
): (changes: Changes) => Promise<{ refused: string } | null> {
  const { client, store } = useCore()
  return useCallback(
    async (changes) => {
      const before = store.get().desktops.get(id)
      if (!before) return null
      store.send({ type: 'desktop', desktop: { ...before, ...changes } })
      try {
        const desktop = await client.desktops.update(id, changes)
        store.send({ type: 'desktop', desktop })
        return null
      } catch (error) {
        const now = store.get().desktops.get(id)
        // Load and status may have changed meanwhile, so only the changed fields go back.
        const { name, labels, defaultTimeoutSeconds, upgradePolicy, agentKey } = before
        const back = { name, labels, defaultTimeoutSeconds, upgradePolicy, agentKey }
        if (now) store.send({ type: 'desktop', desktop: { ...now, ...back } })
        return { refused: explain(error) }
      }
    },
    [client, store, id],
  )
}
