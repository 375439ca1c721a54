import { CONTENT_MAX_BYTES } from '@mission-control/protocol'
import { text } from '../strings/index.ts'

const words = text.newTask

/** Why the server wouldn't take it, in the form's own words; null: it would. */
export function contentProblem(content: string): string | null {
  if (content.trim() === '') return words.contentMissing
  const bytes = new TextEncoder().encode(content).length
  if (bytes > CONTENT_MAX_BYTES) return words.contentTooLong(bytes, CONTENT_MAX_BYTES)
  return content.includes('\0') || !content.isWellFormed() ? words.contentUnsendable : null
}
