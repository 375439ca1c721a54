import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startRunner } from '@mission-control/runner'
import { StartError } from '@mission-control/server/start-error'
import { pino } from 'pino'
import { keptCredential } from '../kept-credential.ts'
import { print } from '../print.ts'
import { isService, uninstall } from '../service/service.ts'
import { RECORD_FILE } from '../upgrade/record.ts'
import { stopRunner } from './background.ts'
import { readJoined } from './joined.ts'

/** The files that say who the runner is. Its journal and the work folder stay. */
const IDENTITY = ['credential', 'key', 'joined.json', 'state.json', 'instance-id', RECORD_FILE]
/** How long the server may take to answer, in ms. */
const ANSWERED_WITHIN = 20_000

/** Leaves the server: removes the desktop there, and the credential from this machine. */
export async function leave(dir: string): Promise<void> {
  const joined = readJoined(dir)
  if (!joined)
    throw new StartError(`${dir} has joined no server. Name the runner's folder with --dir.`)
  if (isService(dir)) uninstall()
  await stopRunner(dir)
  const { value: credential } = keptCredential(dir, undefined, () => undefined)
  await removed(dir, joined.server, credential)
  for (const name of IDENTITY) rmSync(join(dir, name), { force: true })
  const work = join(dir, 'work')
  const kept = existsSync(work) ? ` ${work} is kept.` : ''
  print(`"${joined.name}" has left ${joined.server}.${kept}`)
}

async function removed(dir: string, serverUrl: string, credential: string): Promise<void> {
  const { promise: connected, resolve } = Promise.withResolvers<void>()
  const runner = startRunner({
    dir,
    serverUrl,
    credential,
    log: pino({ level: 'silent' }),
    onState: (state) => state === 'connected' && resolve(),
  })
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      reject(new StartError(`${serverUrl} doesn't answer: nothing was removed. Try again later.`))
    }, ANSWERED_WITHIN)
    timer.unref()
  })
  try {
    await Promise.race([connected, runner.closed, late])
    await Promise.race([runner.leave(), late])
  } catch (error) {
    // The desktop was removed before, or just now.
    const { code } = error as { code?: string }
    if (code !== 'desktop_deleted' && code !== 'unknown_credential') throw error
  }
}
