/** Part of join.test.ts: `mission-control runtimes`, for machines of another kind than the server's. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Scope, wholeFile } from '../setup/cleanup.ts'
import { elf } from '../setup/elf.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { runScript } from '../setup/join-script.ts'
import { listen } from '../setup/listen.ts'
import { startProgram } from '../setup/processes.ts'
import type { TestServer } from '../setup/server.ts'

const GLIBC = '/lib/ld-linux-aarch64.so.1'

export async function testRuntimes({ client, dataDir, url }: TestServer): Promise<void> {
  const dir = temporaryFolder(wholeFile)
  /** `mission-control runtimes …` beside the server. */
  const runtimes = async (t: Scope, words: string[], env = {}) => {
    const own = { MISSION_CONTROL_DATA_DIR: dataDir, ...env }
    const program = startProgram(t, ['runtimes', ...words], own)
    const code = await program.exited
    return { code, stdout: program.stdout(), stderr: program.stderr() }
  }
  const file = (name: string, content: Buffer | string) => {
    writeFileSync(join(dir, name), content)
    return join(dir, name)
  }
  const node = elf('arm64', GLIBC, 'node-v24.10.1.tar.gz')
  const archive = (version: string) => {
    const name = `node-${version}-linux-arm64`
    mkdirSync(join(dir, name, 'bin'), { recursive: true })
    writeFileSync(join(dir, name, 'bin/node'), elf('arm64', GLIBC, version))
    execFileSync('tar', ['-czf', `${name}.tar.gz`, name], { cwd: dir })
    return join(dir, `${name}.tar.gz`)
  }

  test('a machine of another kind gets the Node that was added for it, else it is told what to do', async (t) => {
    const { token } = await client.desktops.joinTokens.create()
    const bin = join(dir, 'bin')
    mkdirSync(bin)
    const script = (name: string, text: string) =>
      writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
    script('uname', 'case "$1" in -m) echo aarch64 ;; *) echo Linux ;; esac')
    script('node', 'exit 1')
    const env = { PATH: `${bin}:/usr/bin:/bin` }
    const joinThere = () => runScript(t, { url, args: [token], env })

    const without = await joinThere()
    assert.match(
      without.stderr,
      /\(linux-arm64\) has no Node 24\.9 .* Install Node 24 .* runtimes add linux-arm64/,
    )
    const added = await runtimes(t, ['add', 'linux-arm64', file('node', node)])
    assert.equal(added.stdout, 'Machines of the kind linux-arm64 get Node v24.10.1 from now on.\n')
    const offered = await joinThere()
    assert.match(offered.stdout, /and Node v24\.10\.1 \(1 MiB\)/)
    assert.match(offered.stderr, /The server's Node doesn't run on this machine/)
    assert.equal(existsSync(offered.folder), false)
    // What the script has checked is what was added.
    const list = /linux-arm64 (\w{64}) /.exec(await (await fetch(`${url}/join`)).text())
    const fetched = await (await fetch(`${url}/join/runtime/${list?.[1]}`)).bytes()
    assert.equal(createHash('sha256').update(fetched).digest('hex'), list?.[1])
    assert.match((await runtimes(t, ['list'])).stdout, /^linux-arm64 +v24\.10\.1 +1 MiB$/m)
    assert.equal((await runtimes(t, ['remove', 'linux-arm64'])).code, 0)
    assert.equal((await runtimes(t, ['remove', 'linux-arm64'])).code, 4)
    assert.equal((await runtimes(t, ['list', '--json'])).stdout, '[]\n')
    assert.match((await joinThere()).stderr, /has no Node 24\.9/)
  })

  test('a runtime is taken from an archive or from Node’s site, and only what can run there', async (t) => {
    const newest = archive(process.version)
    let spoilt = false
    const mirror = createServer(({ url: path = '' }, answer) => {
      const sum = createHash('sha256').update(readFileSync(newest)).digest('hex')
      const name = `node-${process.version}-linux-arm64.tar.gz`
      if (path.endsWith('/SHASUMS256.txt')) answer.end(`${'0'.repeat(64)}  else\n${sum}  ${name}\n`)
      else if (path.endsWith(`/${process.version}/${name}`)) {
        answer.end(spoilt ? 'spoilt' : readFileSync(newest))
      } else answer.writeHead(404).end()
    })
    const port = await listen(t, mirror)
    const env = { MISSION_CONTROL_NODE_MIRROR: `http://127.0.0.1:${port}/dist/` }

    const rows: [words: string[], code: number, said: RegExp, env?: object][] = [
      [['add', 'linux-arm64', newest], 0, new RegExp(`get Node ${process.version} from now on`)],
      [['add', 'linux-arm64'], 0, new RegExp(`get Node ${process.version} from now on`), env],
      [['add', 'linux-x64'], 1, /SHASUMS256|has no node-.*-linux-x64\.tar\.gz: give a file/, env],
      [
        ['add', 'linux-arm64'],
        1,
        /127\.0\.0\.1:1\/.* can't be reached: .*give the file/,
        { MISSION_CONTROL_NODE_MIRROR: 'http://127.0.0.1:1' },
      ],
      [
        [
          'add',
          'linux-arm64-musl',
          file('musl', elf('arm64', '/lib/ld-musl-aarch64.so.1', 'v25.0.0')),
        ],
        0,
        /linux-arm64-musl get Node v25\.0\.0/,
      ],
      [
        ['add', 'linux-x64', file('node', node)],
        1,
        /no program for linux-x64: it is one for linux-arm64/,
      ],
      [['add', 'linux-arm64', archive('v24.8.0')], 1, /is Node v24\.8\.0: runners need 24\.9/],
      [
        ['add', 'linux-arm64', file('nameless', elf('arm64', GLIBC, ''))],
        1,
        /doesn't say its version/,
      ],
      [['add', 'linux-arm64', file('text', 'no archive')], 1, /neither Node nor an archive/],
      [['add', 'linux-arm64', '/nowhere'], 1, /\/nowhere can't be read: ENOENT/],
      [['add', 'sparc'], 2, /Allowed choices are linux-x64/],
      [
        ['list'],
        1,
        /no data directory .*MISSION_CONTROL_DATA_DIR/,
        { MISSION_CONTROL_DATA_DIR: '/nowhere' },
      ],
    ]
    for (const [words, code, said, more] of rows) {
      const ended = await runtimes(t, words, more)
      assert.match(ended.stdout + ended.stderr, said, words.join(' '))
      assert.equal(ended.code, code, words.join(' '))
    }
    spoilt = true
    assert.match((await runtimes(t, ['add', 'linux-arm64'], env)).stderr, /wrong checksum/)
    const listed = JSON.parse((await runtimes(t, ['list', '--json'])).stdout)
    assert.deepEqual(
      listed.map(({ platform, version }: Record<string, string>) => [platform, version]),
      [
        ['linux-arm64', process.version],
        ['linux-arm64-musl', 'v25.0.0'],
      ],
    )
  })
}
