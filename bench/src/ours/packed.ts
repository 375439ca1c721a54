import { join } from 'node:path'
import { ROOT } from '../places.ts'
import { complete } from '../program.ts'
import type { OurServer } from './server.ts'

/** The program as it is installed. */
export async function packed(folder: string): Promise<string> {
  const archive = join(folder, 'package.tgz')
  const pack = join(ROOT, 'packages/package/src/main.ts')
  await complete(process.execPath, [pack, '--for-runners', archive])
  await complete('tar', ['-xzf', archive, '-C', folder])
  return join(folder, 'package/bin/mission-control.js')
}

/** What its command line has in its environment: the server, and folders of its own, also for its compiled code. */
export function environmentOf({ url, headers }: OurServer, folder: string): NodeJS.ProcessEnv {
  return {
    MISSION_CONTROL_URL: url,
    MISSION_CONTROL_API_KEY: headers['x-api-key'],
    XDG_STATE_HOME: folder,
    XDG_CACHE_HOME: folder,
    NODE_COMPILE_CACHE: '',
  }
}
