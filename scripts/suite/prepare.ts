import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { compilePrograms } from './compile.ts'
import { ROOT } from './files.ts'
import { succeeds } from './succeeds.ts'

/** With fewer end-to-end files to run, compiling and warming up cost more than they save. */
const WORTH_COMPILING = 5

/** Programs that tests of several files start, and the modules by which they do. */
const DEBIANS = [
  { program: 'nats-server', variable: 'NATS_SERVER', modules: 'nats|replicas|cluster' },
  { program: 'nginx', variable: 'NGINX', modules: 'nginx', packaged: 'nginx-light' },
  { program: 'caddy', variable: 'CADDY', modules: 'caddy' },
  { program: 'haproxy', variable: 'HAPROXY', modules: 'haproxy' },
]

/**
 * Makes once what several files would each make for themselves: the dashboard as it is now, the paths of
 * the browser (in CHROMIUM) and of other programs, and the compiled programs, whose path is
 * MISSION_CONTROL_TEST_MAIN. False if something could not be built, which has been said then.
 */
export async function prepareFor(files: readonly string[]): Promise<boolean> {
  if (files.some(uses('chromium'))) process.env.CHROMIUM = outputOf('sh', 'scripts/browser.sh')
  for (const { program, variable, modules, packaged = program } of DEBIANS) {
    if (!files.some(uses(modules))) continue
    process.env[variable] = outputOf('sh', 'scripts/debian-program.sh', program, variable, packaged)
  }
  const whole = files.filter((file) => file.startsWith(resolve(ROOT, 'e2e')))
  const isBuilt =
    whole.length === 0 || (await succeeds('sh', 'scripts/dashboard.sh', process.execPath))
  if (!isBuilt || whole.length < WORTH_COMPILING) return isBuilt
  const main = await compilePrograms()
  if (main === null) return false
  process.env.MISSION_CONTROL_TEST_MAIN = main
  // Where it fails, the tests say why.
  await succeeds(process.execPath, 'e2e/setup/warm-up.ts')
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

/** Whether a test imports one of these modules. */
function uses(names: string): (file: string) => boolean {
  const imported = new RegExp(`/(?:${names})\\.ts'`)
  return (file) => imported.test(readFileSync(file, 'utf8'))
}
