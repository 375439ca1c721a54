import type { PermissionSubject } from '../resources/permission.ts'
import { certainly, type Part, tidy } from './part.ts'

interface Parts {
  whole: Part
  parts: readonly Part[]
  /** Whatever looks like a command anywhere in a line, even where the grammar doesn't see one. */
  traces: Part
}

/** The parts of what is to be done. The parser of shell lines is loaded for the first such line. */
export async function partsOf({ kind, forms }: PermissionSubject): Promise<Parts> {
  const whole = { plain: forms, forms: forms.map(certainly) }
  if (kind !== 'command') return { whole, parts: [whole], traces: { plain: [], forms: [] } }
  const { readLine } = await import('./shell/read-line.ts')
  const parts = forms.flatMap(readLine)
  const traces = { plain: [], forms: [...new Set(forms.flatMap(tracesIn))].map(certainly) }
  return { whole, parts: parts.length > 0 ? parts : [whole], traces }
}

/** Ignores quotes, and cuts at everything that might be an operator. */
function tracesIn(line: string): string[] {
  return [line, tidy(line), ...line.split(/[;&|<>()`\n\r{}]/).map(tidy)]
}
