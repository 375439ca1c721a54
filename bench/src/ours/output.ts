import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@mission-control/client'
import type { Folder } from '../places.ts'
import { until } from '../wait.ts'
import type { OurServer } from './server.ts'

export interface Printed {
  path: string
  sha256: string
}

/** A file of so many MB in lines of 80 characters that don't repeat. */
export function lines(folder: Folder, name: string, megabytes: number): Printed {
  const path = join(folder.path, name)
  const line = () => `${randomBytes(60).toString('base64').slice(0, 79)}\n`
  const block = Array.from({ length: 12_500 }, line).join('')
  const text = Buffer.from(block.repeat(megabytes))
  // ssh reads it as a user of its own.
  chmodSync(folder.path, 0o755)
  writeFileSync(path, text, { mode: 0o644 })
  return { path, sha256: createHash('sha256').update(text).digest('hex') }
}

/** Has the desktop run what prints; `ms`: from the run to the end that is on the server's disk. */
export async function print({ client, desktopId }: OurServer, content: string) {
  const { id } = await client.tasks.create({ type: 'command', content, desktopId })
  const begun = performance.now()
  await client.tasks.run(id)
  // Asked for, not watched: the stream would carry all of it to a client that wants the end alone.
  const status = await until('the end', () => endOf(client, id), { seconds: 300 })
  const ms = performance.now() - begun
  if (status !== 'done') throw new Error(`Printing ended as ${status}`)
  return { id, ms }
}

/** The SHA-256 of what is stored, which then goes. */
export async function takeBack({ client }: OurServer, id: string): Promise<string> {
  const bytes = await client.tasks.outputBytes(id)
  await client.tasks.delete(id)
  return createHash('sha256').update(bytes).digest('hex')
}

async function endOf(client: Client, id: string): Promise<string | undefined> {
  const { status } = await client.tasks.get(id)
  return status === 'running' ? undefined : status
}
