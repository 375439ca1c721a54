import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ROOT } from './files.ts'

/** With fewer end-to-end files to run it costs more than it saves. */
const WORTH_WARMING = 5

/**
 * Makes once what several files would each make for themselves: the dashboard as it is now, the browser's
 * path in CHROMIUM, and compiled code. False if the dashboard could not be built, which has been said then.
 */
export function prepareFor(files: readonly string[]): boolean {
  if (files.some(usesBrowser)) process.env.CHROMIUM = outputOf('sh', 'scripts/browser.sh')
  const whole = files.filter((file) => file.startsWith(resolve(ROOT, 'e2e')))
  const isBuilt = whole.length === 0 || succeeds('sh', 'scripts/dashboard.sh', process.execPath)
  // Where it fails, the tests say why.
  if (whole.length >= WORTH_WARMING) succeeds(process.execPath, 'e2e/setup/warm-up.ts')
  return isBuilt
}

function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' }).status === 0
}

/** Empty where it fails, which it has said then. */
function outputOf(command: string, ...args: string[]): string {
  const { stdout } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  return stdout.trim()
}

function usesBrowser(file: string): boolean {
  return readFileSync(file, 'utf8').includes("/setup/chromium.ts'")
}
