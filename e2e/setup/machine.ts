import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { cleanUp, type Scope } from './cleanup.ts'
import { programOf } from './debian.ts'
import { temporaryFolder } from './folder.ts'
import { waitFor } from './wait.ts'

/** What a Debian without anything installed has, as far as joining needs it. */
const TOOLS =
  'gzip tar sha256sum id ls mkdir rm rmdir mv chmod cat cut tr sed grep df uname dirname basename mkfifo sleep mktemp hostname mawk setpriv'

export interface Machine {
  /** Where its root is for us. */
  root: string
  /** Runs a shell command there; all that it printed, and its exit code. */
  run(command: string): Promise<Done>
  /** The same as a user whom the machine has no name and no home for. */
  runHomeless(command: string): Promise<Done>
}

interface Done {
  code: number
  output: string
}

interface MachineOptions {
  /** How much goes onto the disk at /small. */
  small?: string
}

/**
 * A machine with a root of its own in which there are a shell, curl and the smallest tools, and no Node: its
 * processes are apart, its network is ours. All that runs there ends with the scope.
 */
export async function startMachine(
  t: Scope,
  { small = '1m' }: MachineOptions = {},
): Promise<Machine> {
  const root = temporaryFolder(t)
  furnish(root)
  const asRoot = IS_ROOT ? [] : ['--user', '--map-root-user']
  const apart = [...asRoot, '--mount', '--pid', '--fork', '--kill-child']
  const boot = `mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && mount -t tmpfs -o size=${small},mode=1777 none "$0/small" && exec chroot "$0" /bin/sh -c 'echo up; while read -r line; do eval "$line"; done'`
  const child = spawn('unshare', [...apart, 'sh', '-c', boot, root], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  cleanUp(t, async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  })
  const run = shell(child)
  return {
    root,
    run: (command) => run(`env -i HOME=/root PATH=/bin sh -c ${quoted(command)}`),
    runHomeless: (command) => run(`env -i PATH=/bin ${HOMELESS} sh -c ${quoted(command)}`),
  }
}

const IS_ROOT = process.getuid?.() === 0
/** Who isn't root here can be nobody else there, and only says so. */
const HOMELESS = IS_ROOT
  ? 'setpriv --reuid=1000 --regid=1000 --clear-groups'
  : 'PATH=/homeless:/bin'

function shell(child: ChildProcess): (command: string) => Promise<Done> {
  let printed = ''
  child.stdout!.setEncoding('utf8').on('data', (text) => {
    printed += text
  })
  let count = 0
  return async (command) => {
    const mark = `over-${++count}:`
    const from = printed.length
    child.stdin!.write(`${command} 2>&1 </dev/null; echo "${mark}$?"\n`)
    const end = await waitFor(
      command,
      () => new RegExp(`^${mark}(\\d+)$`, 'm').exec(printed.slice(from)),
      120_000,
    )
    return { code: Number(end[1]), output: printed.slice(from, from + end.index) }
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

function furnish(root: string): void {
  for (const name of 'bin tmp var/tmp proc dev root etc usr/bin small homeless'.split(' ')) {
    mkdirSync(join(root, name), { recursive: true })
  }
  for (const name of ['tmp', 'var/tmp']) chmodSync(join(root, name), 0o1777)
  chmodSync(root, 0o755)
  writeFileSync(join(root, 'homeless/id'), '#!/bin/sh\necho 1000\n', { mode: 0o755 })
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n')
  const paths = `dash curl ${TOOLS}`.split(' ').map(pathOf)
  for (const path of paths) copyFileSync(realpathSync(path), join(root, 'bin', basename(path)))
  cpSync(join(root, 'bin/dash'), join(root, 'bin/sh'))
  cpSync(join(root, 'bin/mawk'), join(root, 'bin/awk'))
  cpSync('/usr/bin/env', join(root, 'bin/env'))
  for (const file of librariesOf([...paths, '/usr/bin/env', process.execPath])) {
    mkdirSync(join(root, dirname(file)), { recursive: true })
    copyFileSync(realpathSync(file), join(root, file))
  }
}

const pathOf = (name: string) =>
  execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()

/** A folder to be all of PATH: with the smallest tools and wget, without curl. */
export function withoutCurl(t: Scope): string {
  return folderOf(t, `sh awk wget ${TOOLS}`.split(' '), pathOf)
}

/** The same, where each of them is busybox, the shell and wget as well. */
export function onlyBusybox(t: Scope): string {
  const busybox = programOf('busybox', 'BUSYBOX')
  const names = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n')
  return folderOf(t, names, () => busybox)
}

function folderOf(t: Scope, names: string[], path: (name: string) => string): string {
  const folder = temporaryFolder(t)
  for (const name of names) symlinkSync(path(name), join(folder, name))
  return folder
}

/** Also those of the runtime, which every Debian has. */
function librariesOf(programs: string[]): Set<string> {
  const told = execFileSync('ldd', programs, { encoding: 'utf8' })
  const found = [...told.matchAll(/\/\S+\.so\S*/g)].map(([path]) => path)
  return new Set(found.filter((path) => existsSync(path)))
}
