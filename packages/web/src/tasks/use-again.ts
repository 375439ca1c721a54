import { useMemo } from 'react'
import { explain } from '../app/explain.ts'
import { copyText } from '../clipboard/copy-text.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { again } from './again.ts'
import { curlFor } from './curl.ts'

/** What can be done with a task that needs its whole content, which a card doesn't hold. */
export function useAgain() {
  const { client } = useCore()
  const say = useSay()
  return useMemo(() => {
    const told = (work: (id: string) => Promise<string>) => async (id: string) => {
      try {
        say(await work(id))
      } catch (error) {
        say(explain(error), { bad: true })
      }
    }
    return {
      /** The same again, as a new task. */
      runAgain: told(async (id) => {
        const task = await client.tasks.create(again(await client.tasks.get(id)))
        await client.tasks.run(task.id)
        return text.task.ranAgain
      }),
      copyCurl: told(async (id) => {
        const task = await client.tasks.get(id)
        await copyText(curlFor(task, new URL('.', document.baseURI).href))
        return text.task.copiedCurl
      }),
    }
  }, [client, say])
}
