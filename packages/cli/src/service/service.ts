import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { homeFolder } from '@mission-control/runner/home'
import { StartError } from '@mission-control/server/start-error'
import { readRunnerState } from '../join/runner-state.ts'
import { print } from '../print.ts'
import { OURS, UNIT, unitText } from './unit.ts'

/** Root's service belongs to the machine, another user's to that user. */
const isUsers = process.getuid?.() !== 0
const SCOPE = isUsers ? ['--user'] : []

export interface ServiceOptions {
  dir: string
  print?: true
}

/** Makes the folder's runner a service of systemd, which starts with the machine, and starts it. */
export function install({ dir, print: onlyPrint }: ServiceOptions): void {
  const text = unitText(commandFor(dir), isUsers)
  if (onlyPrint) {
    process.stdout.write(text)
    return
  }
  if (!hasSystemd()) {
    throw new StartError(
      `This machine has no systemd that could be asked. Have whatever starts services here run: ${commandFor(dir).join(' ')}`,
    )
  }
  const file = unitFile()
  refuseForeign(file)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  systemctl('daemon-reload')
  systemctl('enable', UNIT)
  systemctl('restart', UNIT)
  print(`The runner is the service ${UNIT} (${file}).`)
  if (isUsers) print(`So that it runs while you are not signed in: loginctl enable-linger`)
}

/** Stops the service and removes its unit; commands go on in the keeper. */
export function uninstall(): void {
  const file = unitFile()
  if (!existsSync(file)) throw new StartError(`There is no service ${UNIT} (${file}).`)
  refuseForeign(file)
  if (hasSystemd()) systemctl('disable', '--now', UNIT)
  rmSync(file)
  if (hasSystemd()) systemctl('daemon-reload')
  print(
    `${file} is removed. Commands that run go on, and the next runner of the folder adopts them.`,
  )
}

/** What systemd and the runner itself say. The exit code is that of systemd. */
export function status({ dir }: ServiceOptions): void {
  const state = readRunnerState(dir)
  if (state)
    print(`${dir}: ${state.state}${state.words && ` (${state.words})`}, process ${state.pid}`)
  if (!existsSync(unitFile())) {
    print(`No service: ${unitFile()} is not there.`)
    return
  }
  const { status } = spawnSync('systemctl', [...SCOPE, '--no-pager', 'status', UNIT], {
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
}

/** The journal of the service; without one, what a runner in the background has written. */
export function logs({ dir }: ServiceOptions): void {
  const file = join(dir, 'runner.log')
  if (existsSync(unitFile())) {
    spawnSync('journalctl', [...SCOPE, '--no-pager', '--unit', UNIT], { stdio: 'inherit' })
  } else if (existsSync(file)) {
    process.stdout.write(readFileSync(file))
  } else throw new StartError(`There is no service, and ${dir} has no runner.log.`)
}

/** Whether the service is this folder's runner. */
export function isService(dir: string): boolean {
  const file = unitFile()
  return existsSync(file) && readFileSync(file, 'utf8').includes(resolve(dir))
}

/** The command that the script has installed knows what connecting to the server needs. */
function commandFor(dir: string): string[] {
  const command = join(dirname(resolve(dir)), 'bin/mission-control')
  const program = existsSync(command)
    ? [command]
    : [process.execPath, ...process.execArgv, process.argv[1] as string]
  return [...program, 'runner', '--dir', resolve(dir)]
}

function unitFile(): string {
  if (!isUsers) return join('/etc/systemd/system', UNIT)
  const config = process.env.XDG_CONFIG_HOME || join(homeFolder(), '.config')
  return join(config, 'systemd/user', UNIT)
}

function hasSystemd(): boolean {
  return spawnSync('systemctl', [...SCOPE, 'show-environment'], { stdio: 'ignore' }).status === 0
}

function refuseForeign(file: string): void {
  if (!existsSync(file) || readFileSync(file, 'utf8').startsWith(OURS)) return
  throw new StartError(
    `${file} is there already, and was not written by this program: it is left alone.`,
  )
}

function systemctl(...args: string[]): void {
  try {
    execFileSync('systemctl', [...SCOPE, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer }
    throw new StartError(`systemctl ${args.join(' ')} failed: ${`${stderr ?? error}`.trim()}`)
  }
}
