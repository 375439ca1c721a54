import type { Settings } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { useSay } from '../toasts/toasts.tsx'

/** A setting, and what changes it: at once, and back if the server refuses. */
export function useSetting<Name extends keyof Settings>(
  name: Name,
): [Settings[Name], (value: Settings[Name]) => void] {
  const { client, store } = useCore()
  const say = useSay()
  const show = (value: Settings[Name]) =>
    store.send({ type: 'settings', settings: { [name]: value } })
  const { mutate } = useMutation({
    // One after the other: the last choice decides, not the last answer.
    scope: { id: 'settings' },
    mutationFn: (value: Settings[Name]) => client.settings.update({ [name]: value }),
    onMutate: (value) => {
      const before = store.get().settings[name]
      show(value)
      return { before }
    },
    onError: (error, _, context) => {
      if (context) show(context.before)
      say(explain(error), { bad: true })
    },
  })
  return [useLive((live) => live.settings[name]), mutate]
}
