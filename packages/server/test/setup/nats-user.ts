import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nkeys } from '@nats-io/transport-node'

type Key = ReturnType<typeof nkeys.createUser>

/** A NATS user with a JWT, and what its server has to know of it. */
export function natsUser(dir: string): { credentialsFile: string; configFile: string } {
  const [operator, account, user] = [
    nkeys.createOperator(),
    nkeys.createAccount(),
    nkeys.createUser(),
  ]
  const any = { subs: -1, data: -1, payload: -1 }
  const limits = { ...any, imports: -1, exports: -1, conn: -1, leaf: -1, wildcards: true }
  const accountJwt = signed(operator, account, { type: 'account', limits })
  const configFile = join(dir, 'nats.conf')
  writeFileSync(
    configFile,
    [
      `operator: ${signed(operator, operator, { type: 'operator' })}`,
      'resolver: MEMORY',
      `resolver_preload: { ${account.getPublicKey()}: ${accountJwt} }`,
    ].join('\n'),
  )
  const credentialsFile = join(dir, 'user.creds')
  const seed = Buffer.from(user.getSeed()).toString()
  writeFileSync(
    credentialsFile,
    `-----BEGIN NATS USER JWT-----
${signed(account, user, { type: 'user', ...any })}
------END NATS USER JWT------

-----BEGIN USER NKEY SEED-----
${seed}
------END USER NKEY SEED------
`,
  )
  return { credentialsFile, configFile }
}

function signed(by: Key, about: Key, nats: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = {
    jti: randomUUID(),
    iat: Math.floor(Date.now() / 1000),
    iss: by.getPublicKey(),
    name: 'test',
    sub: about.getPublicKey(),
    nats: { version: 2, ...nats },
  }
  const text = `${part({ typ: 'JWT', alg: 'ed25519-nkey' })}.${part(claims)}`
  return `${text}.${Buffer.from(by.sign(Buffer.from(text))).toString('base64url')}`
}
