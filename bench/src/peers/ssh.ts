import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../bench.ts'
import type { Operation } from '../operations.ts'
import { temporaryFolder } from '../places.ts'
import { launch } from '../program.ts'
import { until } from '../wait.ts'
import { type Sshd, startSshd, USER } from './sshd.ts'

export const SSH_SETUP =
  'ssh: own sshd on a loopback port (no PAM, no DNS), key login of a system user whose shell is ' +
  '/bin/sh, a warm ControlMaster; each operation spawns `ssh desktop true` from the bench process ' +
  'and ends with exit code 0'

interface Ssh extends AsyncDisposable {
  once: Operation
  /** Runs the command; what it prints goes to the open file. */
  print(command: string, file: number): Promise<void>
}

/** ssh with a warm ControlMaster; `once` runs `true` over it. */
export async function openSsh(context: Context): Promise<Ssh> {
  const stack = new AsyncDisposableStack()
  try {
    const folder = stack.use(temporaryFolder('ssh')).path
    const sshd = await startSshd(context, folder)
    stack.use(sshd.program)
    const config = join(folder, 'ssh_config')
    writeFileSync(config, settings(folder, sshd))
    await until('sshd to take a login', async () => {
      sshd.program.check()
      const alone = ['-o', 'ControlPath=none', '-o', 'ProxyCommand=none']
      const code = await exitCode('ssh', ['-F', config, ...alone, 'desktop', 'true'])
      return code === 0 || undefined
    })
    const open = ['-F', config, '-o', 'ProxyCommand=none', '-N', '-M', 'desktop']
    const master = stack.use(launch(folder, 'ssh', open))
    await until('the ControlMaster', async () => {
      master.check()
      const code = await exitCode('ssh', ['-F', config, '-O', 'check', 'desktop'])
      return code === 0 || undefined
    })
    return {
      once: () => succeed(['-F', config, 'desktop', 'true']),
      print: (command, file) => succeed(['-F', config, 'desktop', command], file),
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

function settings(folder: string, { port, key }: Sshd): string {
  return `${[
    'Host desktop',
    'HostName 127.0.0.1',
    `Port ${port}`,
    `User ${USER}`,
    `IdentityFile ${key}`,
    'IdentitiesOnly yes',
    `UserKnownHostsFile ${join(folder, 'known_hosts')}`,
    'StrictHostKeyChecking accept-new',
    'BatchMode yes',
    'LogLevel ERROR',
    // Only the master opens a connection: were it gone, each `ssh` shall fail, not be slow.
    'ProxyCommand false',
    `ControlPath ${join(folder, 'control')}`,
  ].join('\n  ')}\n`
}

async function succeed(args: string[], stdout?: number): Promise<void> {
  const code = await exitCode('ssh', args, stdout)
  if (code !== 0) throw new Error(`ssh exited with ${code}`)
}

function exitCode(
  command: string,
  args: string[],
  stdout: number | 'ignore' = 'ignore',
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', stdout, 'ignore'] })
    child.once('error', reject)
    child.once('exit', resolve)
  })
}
