import { CONTENT_MAX_BYTES } from '@mission-control/protocol'
import { text } from '../strings/index.ts'

const words = text.newTask

/** Why the server would refuse the content, in the form's words; null: it wouldn't. */
export function contentProblem(content: string): string | null {
  if (content.trim() === '') return words.contentMissing
  const bytes = new TextEncoder().encode(content).length
  if (bytes > CONTENT_MAX_BYTES) return words.contentTooLong(bytes, CONTENT_MAX_BYTES)
  return content.includes('\0') || !content.isWellFormed() ? words.contentUnsendable : null
}
