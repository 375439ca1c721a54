import { delimiter } from 'node:path'
import { RUN_ID_VARIABLE } from '../process-tree.ts'

/**
 * The variables of the runner's environment that a command gets. The others are not the command's
 * business, and some are dangerous: credentials and keys of Mission Control, `npm_*` and
 * `NODE_COMPILE_CACHE` from how the runner was started. `TERM` is left out because there is no
 * terminal. `passEnv` adds more names.
 */
const ALLOWED = [
  'HOME',
  'USER',
  'LOGNAME',
  'PATH',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
]
const ALLOWED_PREFIX = 'LC_'
/** Kept back even when `passEnv` names them. */
const NEVER = /^(npm_.*|NODE_COMPILE_CACHE|MISSION_CONTROL_.*)$/i

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const ADDED_BY_NPM = /\/node_modules\/\.bin\/?$|^(?=.*\/@npmcli\/run-script\/).*\/node-gyp-bin\/?$/

export interface RunNames {
  runId: string
  taskId: string
  desktopId: string
}

/** What all commands share, out of the runner's environment `own`. */
export function sharedEnvironment(
  own: NodeJS.ProcessEnv,
  passEnv: readonly string[] = [],
): Record<string, string> {
  const shared: Record<string, string> = {}
  for (const [name, value] of Object.entries(own)) {
    if (value === undefined || NEVER.test(name)) continue
    if (ALLOWED.includes(name) || name.startsWith(ALLOWED_PREFIX) || passEnv.includes(name)) {
      shared[name] = value
    }
  }
  return { ...shared, PATH: withoutNpm(own.PATH) }
}

/** `MISSION_CONTROL_RUN_ID` is also how the run's processes are found again. */
export function runEnvironment(
  shared: Record<string, string>,
  { runId, taskId, desktopId }: RunNames,
): Record<string, string> {
  return {
    ...shared,
    [RUN_ID_VARIABLE]: runId,
    MISSION_CONTROL_TASK_ID: taskId,
    MISSION_CONTROL_DESKTOP_ID: desktopId,
  }
}

function withoutNpm(path = ''): string {
  const entries = path.split(delimiter).filter((entry) => entry !== '' && !ADDED_BY_NPM.test(entry))
  return entries.join(delimiter) || DEFAULT_PATH
}
