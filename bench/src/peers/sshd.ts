import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../bench.ts'
import { complete, launch, type Program } from '../program.ts'
import { freePort } from '../wait.ts'
import { need } from './debian.ts'

/** Its shell is /bin/sh: a login shell with a slow rc file would make ssh look 13 times worse. */
export const USER = 'mission-control-bench'

export interface Sshd {
  program: Program
  port: number
  /** The private key that logs USER in. */
  key: string
}

/** An sshd of the bench's own on a loopback port; leaves the machine's one alone. */
export async function startSshd(context: Context, folder: string): Promise<Sshd> {
  await need(context, 'openssh-server', '/usr/sbin/sshd')
  if (process.getuid?.() !== 0) {
    throw new Error('The ssh peer logs in as a user of its own: please run this bench as root')
  }
  await ensureUser(context)
  const key = join(folder, 'login')
  const hostKey = join(folder, 'host')
  for (const file of [key, hostKey]) {
    await complete('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
  }
  // sshd reads the keys as USER.
  chmodSync(folder, 0o755)
  const authorized = join(folder, 'authorized')
  writeFileSync(authorized, readFileSync(`${key}.pub`), { mode: 0o644 })
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const port = await freePort()
  const config = join(folder, 'sshd_config')
  writeFileSync(config, settings({ port, hostKey, authorized }))
  const program = launch(folder, '/usr/sbin/sshd', ['-D', '-e', '-f', config])
  return { program, port, key }
}

/** All that could slow a session down is off: PAM, DNS, messages, forwarding. */
function settings(at: { port: number; hostKey: string; authorized: string }): string {
  return `${[
    `ListenAddress 127.0.0.1:${at.port}`,
    `HostKey ${at.hostKey}`,
    'PidFile none',
    `AllowUsers ${USER}`,
    'AuthenticationMethods publickey',
    `AuthorizedKeysFile ${at.authorized}`,
    // The temporary folder lies under a world-writable one.
    'StrictModes no',
    'UsePAM no',
    'UseDNS no',
    'PrintMotd no',
    'PrintLastLog no',
    'X11Forwarding no',
    'MaxSessions 64',
    'MaxStartups 100',
  ].join('\n')}\n`
}

async function ensureUser(context: Context): Promise<void> {
  const known = readFileSync('/etc/passwd', 'utf8')
  if (known.includes(`\n${USER}:`)) return
  context.say(
    `adding the system user ${USER}, whom the ssh peer logs in (userdel ${USER} removes it)`,
  )
  await complete('useradd', ['--system', '--shell', '/bin/sh', '--home-dir', '/', USER])
  // No password fits, yet the account isn't locked: sshd refuses locked ones.
  await complete('usermod', ['--password', '*', USER])
}
