import { renameSync } from 'node:fs'
import { hostname } from 'node:os'
import { EnrolError, enrol } from '@mission-control/runner/enrol'
import { StartError } from '@mission-control/server/start-error'
import { prepareFolder } from '../prepare-folder.ts'
import { print } from '../print.ts'
import { install, isService } from '../service/service.ts'
import { startInBackground, stopRunner, untilSeen } from './background.ts'
import { type Joined, readJoined, writeJoined } from './joined.ts'
import { readRunnerState } from './runner-state.ts'

export interface JoinOptions {
  server: string
  dir: string
  service?: true
  new?: true
}

/** What the script of `GET /join` calls once the program is there: joins, starts, and waits until the server has seen it. */
export async function joinServer({ server, dir, service, new: isNew }: JoinOptions): Promise<void> {
  const token = process.env.MISSION_CONTROL_JOIN_TOKEN
  delete process.env.MISSION_CONTROL_JOIN_TOKEN
  if (isNew) setAside(dir)
  prepareFolder(dir, "runner's folder", 'Name one that can with --dir.')
  const before = readJoined(dir)
  if (before && before.server !== server) elsewhere(before, dir)
  const joined = before ?? (await enrolled(dir, server, token))
  const name = await start(dir, service === true || isService(dir))
  print(`This machine is the desktop "${name}" (${joined.desktopId}) of ${server}.`)
}

/** Starts the folder's runner; resolves with the desktop's name once the server has seen it. */
async function start(dir: string, asService: boolean): Promise<string> {
  const before = readRunnerState(dir)?.pid
  // systemd restarts a running service itself, and would start it again if it were stopped here.
  if (!isService(dir)) await stopRunner(dir)
  if (asService) install({ dir })
  const pid = asService ? undefined : startInBackground(dir)
  print('Started; waiting until the server has seen it ...')
  return await untilSeen(dir, (one) => (pid === undefined ? one !== before : one === pid))
}

async function enrolled(dir: string, server: string, token: string | undefined): Promise<Joined> {
  if (!token) throw new StartError('A machine joins with a token (mcj_...), and none was given.')
  try {
    const { desktopId, name } = await enrol(dir, server, token, hostname())
    const joined = { server, desktopId, name }
    writeJoined(dir, joined)
    return joined
  } catch (error) {
    if (error instanceof EnrolError) throw new StartError(error.message)
    throw error
  }
}

function setAside(dir: string): void {
  const aside = `${dir}.before-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  try {
    renameSync(dir, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return
  }
  print(`What this machine had joined as before is in ${aside}.`)
}

function elsewhere({ name, server }: Joined, dir: string): never {
  throw new StartError(
    `This machine has joined already: it is the desktop "${name}" of ${server} (${dir}), which goes on. To join another server as well, name a folder of its own with --dir; to leave that one, use --new.`,
  )
}
