import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scope } from './cleanup.ts'
import { temporaryFolder } from './folder.ts'

export interface Certificate {
  /** The file with the certificate of the authority that has signed it, which no machine knows. */
  ca: string
  key: Buffer
  cert: Buffer
}

/** For a server on this machine, also as `mc.test`. */
export function certificate(t: Scope): Certificate {
  const dir = temporaryFolder(t)
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const make = (name: string, ...more: string[]) =>
    execFileSync(
      'openssl',
      [...request, '-days', '2', '-keyout', `${name}.key`, '-out', `${name}.pem`, ...more],
      { cwd: dir, stdio: 'pipe' },
    )
  make('ca', '-subj', '/CN=A private authority')
  const names = 'subjectAltName=DNS:mc.test,IP:127.0.0.1,IP:::1'
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-addext', 'basicConstraints=CA:FALSE']
  make('server', '-subj', '/CN=mc.test', '-addext', names, ...signed)
  return {
    ca: join(dir, 'ca.pem'),
    key: readFileSync(join(dir, 'server.key')),
    cert: readFileSync(join(dir, 'server.pem')),
  }
}
