import { join } from 'node:path'
import { homeFolder } from '@mission-control/runner/home'

/** Where this user's command line keeps what it needs to get in: nobody else may read it. */
export function configFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CONFIG_HOME || join(homeFolder(), '.config'), 'mission-control')
}

/** Where it keeps what it may forget. */
export function cliStateFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_STATE_HOME || join(homeFolder(), '.local', 'state'), 'mission-control', 'cli')
}
