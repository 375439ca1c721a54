/** Part of join.test.ts: the ways from a machine to its server, for the script, the download and the runner alike. */
import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { certificate } from '../setup/certificate.ts'
import { type Scope, wholeFile } from '../setup/cleanup.ts'
import { startConnectProxy } from '../setup/connect-proxy.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { type Given, type Joined, runScript } from '../setup/join-script.ts'
import { onlyBusybox, startMachine, withoutCurl } from '../setup/machine.ts'
import { freePort } from '../setup/port.ts'
import { startProxy } from '../setup/proxy.ts'
import { sampled } from '../setup/sampled.ts'
import type { TestServer } from '../setup/server.ts'
import { finishCommand } from '../setup/tasks.ts'

/** Nobody listens there. */
const DEAD = 'http://127.0.0.1:1'

interface Way extends Partial<Pick<Given, 'args' | 'curl' | 'fetcher' | 'env'>> {
  url: string
  /** The programs that the machine has. */
  path?: (t: Scope) => string
  /** For the curl or wget of the line that is pasted again, without options and variables. */
  again?: (folder: string) => string[]
  /** Told the folder when all is over. */
  used?: (folder: string) => void
}

export async function testWays(server: TestServer): Promise<void> {
  const { client } = server
  const own = certificate(wholeFile)
  const told = { tells: true, certificate: own }
  const atPath = await startProxy(wholeFile, server.url, '/at/work', told)
  const { port } = new URL(atPath)
  const company = await startConnectProxy(wholeFile, 'mc.test:443', Number(port))
  const lost = join(temporaryFolder(wholeFile), 'lost.pem')
  copyFileSync(own.ca, lost)

  const ways: Record<string, Way> = {
    'a path of an HTTPS proxy with an authority of its own, past a proxy that NO_PROXY excepts': {
      url: atPath,
      args: ['--ca', lost],
      curl: ['--cacert', lost],
      env: { HTTPS_PROXY: DEAD, NO_PROXY: 'localhost,127.0.0.1' },
      again: (folder) => ['--cacert', join(folder, 'ca.pem'), '--noproxy', "'*'"],
    },
    'a CONNECT proxy, which alone knows the way to the server': {
      url: 'https://mc.test/at/work',
      args: ['--ca', own.ca],
      curl: ['--cacert', own.ca],
      env: { HTTPS_PROXY: company.address },
      again: () => ['--cacert', own.ca, '--proxy', company.address],
      used(folder) {
        assert.match(
          readFileSync(join(folder, 'bin/mission-control'), 'utf8'),
          new RegExp(`HTTPS_PROXY='http://${company.address}'`),
        )
      },
    },
    IPv6: { url: await startProxy(wholeFile, server.url, '', { tells: true, host: '::1' }) },
    'another address than the server knows': {
      url: server.url,
      args: ['--server', await startProxy(wholeFile, server.url, '/known/elsewhere')],
    },
    'wget, on a machine without curl, with an authority of its own': {
      url: atPath,
      args: ['--ca', own.ca],
      fetcher: `wget -qO- --ca-certificate='${own.ca}'`,
      path: withoutCurl,
    },
    'the shell and the wget of busybox, which is all that the machine has': {
      url: server.url,
      fetcher: 'wget -qO-',
      path: onlyBusybox,
    },
  }

  for (const [what, way] of sampled(Object.entries(ways), 2)) {
    const { url, args = [], curl = [], fetcher, path, env = {}, again, used } = way
    test(`a machine joins by ${what}; the same line without options keeps the way`, async (t) => {
      const { token } = await client.desktops.joinTokens.create()
      const tools = { url, ...(fetcher && { fetcher }), ...(path && { path: path(t) }) }
      const first = await runScript(t, { ...tools, args: [token, ...args], curl, env })
      const desktopId = connected(first)
      await finishCommand({ client, desktopId }, 'true')
      if (args.includes(lost)) rmSync(lost)
      const { folder } = first
      const pasted = { ...tools, curl: again?.(folder) ?? curl, folder }
      const next = await runScript(t, { ...pasted, args: [] })
      assert.equal(connected(next), desktopId)
      await finishCommand({ client, desktopId }, 'true')
      const check = await runScript(t, { ...pasted, args: ['--check'] })
      const verdict = fetcher ? /HTTP works\n.* can't be tested without curl/ : /The way is free/
      assert.match(check.stdout, verdict, check.stderr)
      used?.(folder)
    })
  }

  test('a user without a home joins, by an authority that the machine trusts', async (t) => {
    const machine = await startMachine(t)
    const trusted = join(machine.root, 'etc/ssl/certs')
    mkdirSync(trusted, { recursive: true })
    copyFileSync(own.ca, join(trusted, 'ca-certificates.crt'))
    const { command } = await client.desktops.joinTokens.create()
    const line = command.replace(/http\S+/, `${atPath}/join`)
    const { code, output } = await machine.runHomeless(line)
    const log = await machine.run('cat /var/tmp/*/desktop/runner.log')
    assert.equal(code, 0, output + log.output)
    assert.match(output, /into \/var\/tmp\/mission-control-1000/)
    const desktopId = /desktop_\w+/.exec(output)?.[0] ?? ''
    assert.equal((await finishCommand({ client, desktopId }, 'pwd')).status, 'done')
  })

  test('--check says in words what is wrong on the way, and touches nothing', async (t) => {
    const proxy = (webSockets: 'refused' | 'header') =>
      startProxy(t, server.url, '/mc', { webSockets })
    const free = await startProxy(t, server.url, '/mc')
    const rows: [server: string, words: RegExp, env?: NodeJS.ProcessEnv][] = [
      [`http://${'x'.repeat(64)}.invalid`, /can't be reached: .*resolve/],
      [`http://127.0.0.1:${await freePort()}`, /can't be reached: .*[Cc]onnect/],
      [atPath, /can't be reached: .*certificate/],
      [new URL(free).origin, /can't be reached: .*404/],
      [free, /can't be reached: .*127\.0\.0\.1 port 1\b/, { http_proxy: DEAD }],
      [free, /none that a runner can use: expected http:/, { ALL_PROXY: 'socks5://127.0.0.1:1' }],
      [await proxy('refused'), /WebSockets don't get through: .* Upgrade/],
      [await proxy('header'), /WebSockets don't get through: .* Upgrade/],
      [free, /^$/],
    ]
    for (const [where, words, env] of rows) {
      const args = ['--check', '--server', where]
      const edit = (script: string) => script
      const checked = await runScript(t, { url: server.url, args, env: env ?? {}, edit })
      assert.match(checked.stderr, words, where)
      assert.equal(checked.status, checked.stderr === '' ? 0 : 1, checked.stdout)
      assert.equal(/The way is free/.test(checked.stdout), checked.stderr === '')
      assert.equal(existsSync(checked.folder), false)
    }
  })
}

/** Which desktop it has become. */
function connected({ status, stdout, stderr }: Joined): string {
  assert.equal(status, 0, stdout + stderr)
  const [, id = ''] = /This machine is the desktop .* \((desktop_\w+)\)/.exec(stdout) ?? []
  return id
}
