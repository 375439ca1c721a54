import { accessSync, constants } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { PermissionSubject } from '@mission-control/protocol'
import { hasCode } from '../../error-code.ts'

/** Shells whose lines rules can read, and where a system has them. */
const SHELLS = ['sh', 'bash', 'dash']
const SHELL_FOLDERS = ['/bin', '/usr/bin', '/usr/local/bin']

/**
 * What an ACP program is about to run: a line for a shell, or a program with its arguments. For the system's
 * own shell, the line that it is given; for anything else, all words, quoted. null: it can't be read.
 */
export function commandSubject(command: unknown, args: unknown): PermissionSubject | null {
  const vector = vectorOf(command, args)
  if (vector === null) return null
  return { kind: 'command', forms: [typeof vector === 'string' ? vector : lineOf(vector)] }
}

function vectorOf(command: unknown, args: unknown): string | string[] | null {
  if (Array.isArray(command)) return areWords(command) ? command : null
  if (typeof command !== 'string') return null
  if (args === undefined || args === null) return command
  if (!Array.isArray(args) || !areWords(args)) return null
  return args.length === 0 ? command : [command, ...args]
}

function areWords(value: unknown[]): value is string[] {
  return value.every((word) => typeof word === 'string')
}

function lineOf(vector: readonly string[]): string {
  const [program = '', flag = '', line] = vector
  const isLine = vector.length === 3 && /^-[eilux]*c$/.test(flag) && isSystemShell(program)
  return isLine ? line! : vector.map(quoted).join(' ')
}

/** A program may call itself what it likes: only one in a folder of the system is believed. */
function isSystemShell(program: string): boolean {
  const folder = isAbsolute(program) ? dirname(program) : folderOnPath(program)
  return SHELLS.includes(basename(program)) && SHELL_FOLDERS.includes(folder)
}

/** Where the program would be found by its name; '' if nowhere. */
function folderOnPath(program: string): string {
  if (program.includes('/')) return ''
  const folders = (process.env.PATH ?? '').split(':')
  return folders.find((folder) => isExecutable(join(folder || '.', program))) ?? ''
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES', 'ENOTDIR')) return false
    throw error
  }
}

/** Quotes a word for a shell. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word) && !/^\w+=/.test(word)) return word
  return `'${word.replaceAll("'", "'\\''")}'`
}
