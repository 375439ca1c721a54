import { text } from '../strings/index.ts'

/** How long ago, for a sentence: `6 minutes ago`. */
export function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return text.taskPage.justNow
  if (minutes < 60) return text.taskPage.ago(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return text.taskPage.ago(hours, 'hour')
  return text.taskPage.ago(Math.floor(hours / 24), 'day')
}
