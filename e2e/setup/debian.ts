import { spawnSync } from 'node:child_process'

/** Makes sure that a program is there that tests run: installs Debian's where there is none, and says so. */
export function need(program: string, whatFor: string, packages: readonly string[]): void {
  if (!spawnSync(program, ['--version']).error) return
  console.error(`${whatFor}: installing Debian's (apt-get install ${packages.join(' ')}) ...`)
  const root = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const apt = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-y']
  run([...apt, 'update'])
  run([...apt, 'install', '--no-install-recommends', ...packages])
}

function run([program = '', ...args]: string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed`, { cause: error })
}
