import { spawn } from 'node:child_process'
import { chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Certificate } from './certificate.ts'
import type { Scope } from './cleanup.ts'
import { startDaemon } from './daemon.ts'
import { programOf } from './debian.ts'
import { temporaryFolder } from './folder.ts'
import { freePort } from './port.ts'
import { NOBODY } from './postgres.ts'

/** PgBouncer in front of the database at `url`, with TLS for who asks for it. Resolves with that as it is seen through each mode. */
export async function startPgBouncer(
  t: Scope,
  url: string,
  { key, cert }: Certificate,
): Promise<(mode: 'session' | 'transaction' | 'statement') => string> {
  const program = programOf('pgbouncer', 'PGBOUNCER')
  const { hostname, port, pathname, username } = new URL(url)
  const [dir, own] = [temporaryFolder(t), await freePort()]
  const [config, keyFile, certFile] = ['ini', 'key', 'pem'].map((kind) =>
    join(dir, `pooler.${kind}`),
  )
  writeFileSync(keyFile!, key)
  writeFileSync(certFile!, cert)
  const to = `host=${hostname} port=${port} user=${username} dbname=${pathname.slice(1)}`
  const modes = ['session', 'transaction', 'statement']
  writeFileSync(
    config!,
    `[databases]
${modes.map((mode) => `${mode} = ${to} pool_mode=${mode}`).join('\n')}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
client_tls_sslmode = allow
client_tls_key_file = ${keyFile}
client_tls_cert_file = ${certFile}
default_pool_size = 40
`,
  )
  // It refuses to be run by root.
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if (identity.uid !== undefined) chownSync(dir, identity.uid, identity.gid)
  await startDaemon(t, {
    name: 'PgBouncer',
    ready: 'process up',
    end: 'SIGKILL',
    spawn: () => spawn(program, [config!], { ...identity, stdio: ['ignore', 'ignore', 'pipe'] }),
  })
  return (mode) => `postgres://anybody@127.0.0.1:${own}/${mode}`
}
