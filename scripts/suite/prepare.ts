import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { compilePrograms } from './compile.ts'
import { ROOT } from './files.ts'
import { succeeds } from './succeeds.ts'

/** With fewer end-to-end files to run, compiling and warming up cost more than they save. */
const WORTH_COMPILING = 5

/**
 * Makes once what several files would each make for themselves: the dashboard as it is now, the browser's
 * path in CHROMIUM, and the compiled programs, whose path is MISSION_CONTROL_TEST_MAIN. False if something
 * could not be built, which has been said then.
 */
export function prepareFor(files: readonly string[]): boolean {
  if (files.some(usesBrowser)) process.env.CHROMIUM = outputOf('sh', 'scripts/browser.sh')
  const whole = files.filter((file) => file.startsWith(resolve(ROOT, 'e2e')))
  const isBuilt = whole.length === 0 || succeeds('sh', 'scripts/dashboard.sh', process.execPath)
  if (!isBuilt || whole.length < WORTH_COMPILING) return isBuilt
  const main = compilePrograms()
  if (main === null) return false
  process.env.MISSION_CONTROL_TEST_MAIN = main
  // Where it fails, the tests say why.
  succeeds(process.execPath, 'e2e/setup/warm-up.ts')
  return true
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
