import { isUtf8 } from 'node:buffer'
import { inside, shownPath, ToolError } from './inside.ts'
import { put } from './put.ts'
import { bytesOf } from './read-file.ts'
import type { Workplace } from './workplace.ts'

export interface Edit {
  path: string
  /** Found exactly once, or, with `all`, at least once. */
  old: string
  new: string
  all?: boolean | undefined
}

/** Puts `new` in the place of `old`. */
export function editFile({ workDir, changed }: Workplace, edit: Edit): string {
  const { path, old, all = false } = edit
  const file = inside(workDir, path)
  const bytes = bytesOf(file, path)
  // Writing the file as text would replace every byte that isn't UTF-8.
  if (!isUtf8(bytes)) throw new ToolError(`${path} is not in UTF-8: use the shell.`)
  const parts = bytes.toString().split(old)
  const times = parts.length - 1
  if (old === '' || times === 0) throw new ToolError(`${path} doesn't hold that text.`)
  if (times > 1 && !all) {
    throw new ToolError(`${path} holds that text ${times} times: give more of what is around it.`)
  }
  put(file, parts.join(edit.new))
  changed(shownPath(workDir, file), 'modified')
  return times === 1 ? `${path} changed.` : `${path} changed in ${times} places.`
}
