import type { PermissionSubject } from '../resources/permission.ts'
import { certainly, type Part, tidy } from './part.ts'

interface Parts {
  whole: Part
  parts: readonly Part[]
  /** What looks like a command, anywhere in a line, whether the grammar says so or not. */
  traces: Part
}

/** What is to be done, part by part. What reads lines for a shell is loaded when there is one. */
export async function partsOf({ kind, forms }: PermissionSubject): Promise<Parts> {
  const whole = { plain: forms, forms: forms.map(certainly) }
  if (kind !== 'command') return { whole, parts: [whole], traces: { plain: [], forms: [] } }
  const { readLine } = await import('./shell/read-line.ts')
  const parts = forms.flatMap(readLine)
  const traces = { plain: [], forms: [...new Set(forms.flatMap(tracesIn))].map(certainly) }
  return { whole, parts: parts.length > 0 ? parts : [whole], traces }
}

/** Quotes aren't heeded, and it is cut at all that might be an operator. */
function tracesIn(line: string): string[] {
  return [line, tidy(line), ...line.split(/[;&|<>()`\n\r{}]/).map(tidy)]
}
