import { explain } from '../app/explain.ts'
import { copyText } from '../clipboard/copy-text.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { fileNameFor } from './file-name.ts'
import type { Log } from './log.ts'
import type { LoggedTask } from './logged-task.ts'
import { wholeText } from './selection.ts'

/** The output for use elsewhere: as text in the clipboard, or byte by byte as a file. */
export function useTakeAway(task: LoggedTask, log: Log) {
  const { client } = useCore()
  const say = useSay()
  const told = (work: () => Promise<void>) => () =>
    void work().catch((error) => say(explain(error), { bad: true }))
  return {
    copyAll: told(async () => {
      const { count } = log
      await copyText(wholeText(log))
      say(text.log.copied(count))
    }),
    download: told(async () => {
      const bytes = await client.tasks.outputBytes(task.id)
      save(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'text/plain' }), fileNameFor(task))
    }),
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // Some browsers read the address later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
