import type { PermissionSubject } from '@mission-control/protocol'
import { pathForms } from '../tools/inside.ts'

/** What a call is about: the command, path or address of a built-in tool, or the whole input of any other. */
export function subjectOfTool(tool: string, input: unknown, workDir: string): PermissionSubject {
  const { command, path = '.', url } = fieldsOf(input)
  switch (tool) {
    case 'shell':
      if (typeof command === 'string') return { kind: 'command', forms: [command] }
      break
    case 'read_file':
    case 'write_file':
    case 'edit_file':
    case 'list_files':
      if (typeof path === 'string') return pathSubject(path, workDir)
      break
    case 'fetch_url':
      if (typeof url === 'string') return addressSubject(url)
  }
  return { kind: 'text', forms: [JSON.stringify(input) ?? ''] }
}

export function fieldsOf(input: unknown): Record<string, unknown> {
  return typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {}
}

/** A path as rules know it: its true path, absolute and, inside the working directory, relative. */
export function pathSubject(path: string, workDir: string): PermissionSubject {
  return { kind: 'path', forms: pathForms(workDir, path) }
}

/** An address as it is requested, however it was spelled. */
export function addressSubject(url: string): PermissionSubject {
  const parsed = URL.canParse(url) ? new URL(url) : null
  return parsed === null
    ? { kind: 'text', forms: [url] }
    : { kind: 'address', forms: [parsed.href] }
}
