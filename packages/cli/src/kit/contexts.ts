import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readDurable, writeDurably } from '@mission-control/durable'
import { CommandError } from '../command-error.ts'
import { configFolder } from './config-folder.ts'

/** A server, and the key for it. */
export interface Context {
  url: string
  key: string
  /** The key was made by `login`, which `logout` revokes; undefined: it was given. */
  keyId?: string
}

export interface Contexts {
  /** The name of the context to use if no other is named. */
  current: string | null
  contexts: Record<string, Context>
}

export function readContexts(): Contexts {
  const found = readDurable(fileOf(), isContexts)
  if (found === 'missing') return { current: null, contexts: {} }
  if (found === 'damaged') {
    throw new CommandError(
      'failed',
      `${fileOf()} is damaged: remove it, then sign in again by \`mission-control login URL\`.`,
    )
  }
  return JSON.parse(found.text)
}

/** Writes the contexts so that only this user may read them. */
export function writeContexts(contexts: Contexts): void {
  mkdirSync(configFolder(), { recursive: true, mode: 0o700 })
  writeDurably(fileOf(), `${JSON.stringify(contexts, null, 2)}\n`)
}

export function requireContext({ contexts }: Contexts, name: string): Context {
  const context = Object.hasOwn(contexts, name) ? contexts[name] : undefined
  if (context) return context
  const names = Object.keys(contexts)
  const known = names.length > 0 ? `there are ${names.join(', ')}` : 'there is none yet'
  throw new CommandError(
    'notFound',
    `There is no context ${JSON.stringify(name)}: ${known}. \`mission-control login URL --context NAME\` makes one.`,
  )
}

function fileOf(): string {
  return join(configFolder(), 'contexts.json')
}

function isContexts(text: string): boolean {
  try {
    const { current, contexts } = JSON.parse(text)
    const all = Object.values(contexts as Record<string, Partial<Context>>)
    return (
      (current === null || typeof current === 'string') &&
      all.every(({ url, key }) => typeof url === 'string' && typeof key === 'string')
    )
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return false
    throw error
  }
}
