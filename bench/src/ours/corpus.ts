import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from '../bench.ts'
import { fill } from './fill.ts'
import { addPrintedTasks, indexPrintedTasks } from './printed-tasks.ts'
import { startServer } from './server.ts'

/** Another one when what is in a corpus changes. */
const VERSION = 1

/** The folder of a server that has much, and its key. */
export interface Corpus {
  path: string
  key: string
}

/**
 * Tasks with their output and their index, which are made once and kept under TMPDIR: to make a million
 * takes longer than to search them. What runs on it adds its own tasks.
 */
export async function corpusOf(context: Context, tasks: number, outputGb: number): Promise<Corpus> {
  return await keptAs(`${VERSION}-${tasks}-${outputGb}`, async (path, key) => {
    const server = await startServer(context, path, {}, key)
    await server[Symbol.asyncDispose]()
    const bytes = Math.round((outputGb * 1e9) / tasks)
    const data = join(path, 'data')
    context.say(`making ${tasks} tasks with ${outputGb} GB of output in ${path}`)
    addPrintedTasks(data, tasks, bytes)
    context.say('indexing them')
    indexPrintedTasks(data, tasks, bytes)
  })
}

/** Tasks that wait, each with its event, made once and kept likewise. */
export async function filledWith(context: Context, tasks: number): Promise<Corpus> {
  return await keptAs(`${VERSION}-${tasks}-pending`, async (path, key) => {
    context.say(`creating ${tasks} tasks in ${path}`)
    await using server = await startServer(context, path, {}, key)
    await fill(server, tasks)
  })
}

async function keptAs(name: string, make: (path: string, key: string) => Promise<void>) {
  const path = join(tmpdir(), 'mission-control-corpora', name)
  const keyFile = join(path, 'key')
  if (existsSync(keyFile)) return { path, key: readFileSync(keyFile, 'utf8') }
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { recursive: true })
  const key = `mc_${randomBytes(20).toString('hex')}`
  await make(path, key)
  // Only what is whole is used again.
  writeFileSync(keyFile, key, { mode: 0o600 })
  return { path, key }
}
