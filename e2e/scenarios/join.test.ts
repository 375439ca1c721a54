import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { ApiError } from '@mission-control/client'
import { PROTOCOL_VERSION } from '@mission-control/protocol/runner'
import { BareRunner } from '../setup/bare-runner.ts'
import { type Scope, wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { runScript as pasteLine } from '../setup/join-script.ts'
import { listen } from '../setup/listen.ts'
import { startMachine } from '../setup/machine.ts'
import { DAILY_SEED } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'
import { testRefusals } from './join-refusals.ts'
import { testRuntimes } from './join-runtimes.ts'
import { testWays } from './join-ways.ts'

const server = await startServer(wholeFile, {
  MISSION_CONTROL_LOCAL_DESKTOP: 'off',
  MISSION_CONTROL_RATE_LIMIT: '0',
  MISSION_CONTROL_TRUST_PROXY: '127.0.0.1,::1',
})
const { client, url } = server
const { joinTokens } = client.desktops

const publicKey = () =>
  generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x as string

const runScript = (t: Scope, args: string[], edit = (script: string) => script) =>
  pasteLine(t, { url, args, edit })

test('what a machine fetches is made as soon as there is a token, before anybody asks', async () => {
  await joinTokens.create()
  const folder = join(server.dataDir, 'join')
  const made = () => (existsSync(folder) ? readdirSync(folder).toSorted().join(' ') : '')
  await waitFor('the downloads', () => /^node-v\S+\.gz package\.tgz$/.test(made()))
})

test('one line makes a bare machine a desktop; run again, it repairs it and commands go on', async (t) => {
  const machine = await startMachine(t)
  const { command } = await joinTokens.create({ name: 'box {hostname}', labels: ['zone=b'] })
  const joined = await machine.run(command)
  assert.equal(joined.code, 0, joined.output)
  assert.match(joined.output, /fetch the program \(\d+ MiB\) and Node v\d+/)
  const [, name = '', id = ''] =
    /the desktop "(box \S+)" \((desktop_\w+)\)/.exec(joined.output) ?? []
  const desktop = await client.desktops.get(id)
  assert.deepEqual([desktop.name, desktop.status, desktop.labels], [name, 'running', ['zone=b']])
  assert.match(desktop.invitation?.by ?? '', /\w/)
  const where = { client, desktopId: id }
  const first = await finishCommand(where, 'echo on $(hostname); command -v node || echo no node')
  assert.match(`${await outputOf(client, first.id)}`, /^on \S+\nno node\n$/)

  const task = await runCommand(where, `${untilThere('go')}; echo went on`)
  await waitFor('the command', async () => (await client.tasks.get(task.id)).processStartedAt)
  const again = await machine.run(command.replace(/ -s -- \S+$/, ''))
  assert.equal(again.code, 0, again.output)
  assert.match(again.output, /has this version already/)
  assert.match(again.output, new RegExp(`the desktop "${name}" \\(${id}\\)`))
  writeFileSync(join(machine.root, 'opt/mission-control/desktop/work/go'), '')
  assert.equal((await ended(client, task.id)).status, 'done')
  assert.equal((await client.desktops.list()).filter((each) => each.name === name).length, 1)
  const [token] = await joinTokens.list()
  assert.deepEqual([token?.used, token?.uses], [1, 1])

  const elsewhere = await machine.run(`${command} --server http://127.0.0.1:1`)
  assert.equal(elsewhere.code, 1)
  assert.match(elsewhere.output, /has joined already: it is the desktop .* which goes on/)
})

test('a token that lets nobody in is refused in words, and nothing is left', async (t) => {
  const create = joinTokens.create
  const spent = await create()
  await client.desktops.join({ token: spent.token, publicKey: publicKey(), hostname: 'h' })
  const revoked = await create()
  await joinTokens.delete(revoked.id)
  const short = await create({ expiresInSeconds: 1 })
  await waitFor('the token to expire', async () => Date.now() > Date.parse(short.expiresAt))
  const whole = await create()
  const rows: [token: string, words: RegExp][] = [
    [spent.token, /was for one machine, which has joined/],
    [revoked.token, /was revoked/],
    [short.token, /has expired \(20/],
    [`mcj_${'a'.repeat(43)}`, /knows no such join token/],
    [whole.token.slice(0, 20), /knows no such join token: .* not pasted whole/],
  ]
  const before = await client.desktops.list()
  for (const [token, words] of rows) {
    const hello = { token, publicKey: publicKey(), hostname: 'h' }
    await assert.rejects(client.desktops.join(hello), (error) => words.test(`${error}`))
  }
  const { status, stderr, folder } = await runScript(t, [spent.token])
  assert.equal(status, 1)
  assert.match(stderr, /was for one machine[\s\S]*Nothing was left in/)
  assert.equal(existsSync(folder), false)
  assert.deepEqual(
    (await client.desktops.list()).map(({ id }) => id),
    before.map(({ id }) => id),
  )
})

test('wrong arguments, a foreign folder and a wrong checksum are told, and nothing is touched', async (t) => {
  const { token } = await joinTokens.create()
  const rows: [args: string[], edit: (script: string) => string, words: RegExp][] = [
    [[], (script) => script, /joins with a token \(mcj_\.\.\.\), and none was given/],
    [['mcx_1'], (script) => script, /Expected a token .* got mcx_1/],
    [[token, '--ca', '/nowhere'], (script) => script, /authority \/nowhere can't be read/],
    [
      [token],
      (script) => script.replace(/^server=.*$/m, "server=''"),
      /doesn't know its own address: .* MISSION_CONTROL_TRUST_PROXY/,
    ],
    [
      [token],
      (script) => script.replace(/^server=.*$/m, "server='http://127.0.0.1:1'"),
      /could not be fetched from http:\/\/127\.0\.0\.1:1\/join/,
    ],
  ]
  for (const [args, edit, words] of rows) {
    const { status, stderr, folder } = await runScript(t, args, edit)
    assert.equal(status, 1, stderr)
    assert.match(stderr, words)
    assert.equal(existsSync(folder), false)
  }
  const proxy = await startSpoiling(t)
  const spoilt = await runScript(t, [token, '--server', proxy])
  assert.match(spoilt.stderr, /program came with the wrong checksum[\s\S]*Nothing was installed/)
  assert.equal(existsSync(spoilt.folder), false)

  const home = temporaryFolder(t)
  writeFileSync(join(home, 'mine'), '')
  const foreign = await pasteLine(t, { url, args: [token], folder: home })
  assert.match(foreign.stderr, /was not made by this script: nothing in it is touched/)
  assert.deepEqual(readdirSync(home), ['mine'])
  assert.equal((await joinTokens.list()).find(({ last4 }) => last4 === token.slice(-4))?.used, 0)
})

/** The server, but for a byte of its package. */
async function startSpoiling(t: Scope): Promise<string> {
  const proxy = createServer((incoming, outgoing) => {
    const { method, headers, url: path } = incoming
    const passed = httpRequest(`${url}${path}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.on('data', (chunk: Buffer) => {
        if (path?.includes('/package/')) chunk[0] = (chunk[0] as number) ^ 1
        outgoing.write(chunk)
      })
      answer.on('end', () => outgoing.end())
    })
    incoming.pipe(passed)
  })
  return `http://127.0.0.1:${await listen(t, proxy)}`
}

test('a script that was cut on its way does nothing', async (t) => {
  const dir = temporaryFolder(t)
  const { token } = await joinTokens.create()
  const script = await (await fetch(`${url}/join`)).text()
  const ends = Array.from({ length: 30 }, (_, i) => script.length - 2 - i)
  for (let at = 1; at < script.length; at += 250) ends.push(at)
  // What is left of a word may be the name of a program: of open_folder, open.
  for (const { 0: word, index } of script.matchAll(/^[a-z]\w*/gm)) {
    for (let at = 1; at <= word.length; at++) ends.push(index + at)
  }
  for (const end of ends) {
    const cut = script.slice(0, end)
    const args = ['-s', '--', token, '--dir', join(dir, 'mc')]
    const { stdout } = spawnSync('sh', args, { input: cut, encoding: 'utf8' })
    assert.equal(stdout, '', `cut after ${end} characters`)
  }
  assert.deepEqual(readdirSync(dir), [])
})

test('of many machines at once each joins once, and a token lets in no more than it says', async () => {
  const { id, token } = await joinTokens.create({ uses: 50, name: 'fleet-{hostname}' })
  const machines = Array.from({ length: 60 }, (_, i) => ({
    token,
    publicKey: publicKey(),
    hostname: `m${i}`,
  }))
  const answers = await Promise.allSettled(
    // Each asks twice, as after an answer that was lost.
    machines.flatMap((machine) => [client.desktops.join(machine), client.desktops.join(machine)]),
  )
  const joined = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  assert.equal(new Set(joined.map(({ desktopId }) => desktopId)).size, 50)
  for (const each of answers) {
    if (each.status === 'fulfilled') continue
    assert.ok(each.reason instanceof ApiError)
    assert.match(each.reason.message, /was for 50 machines/)
  }
  const names = (await client.desktops.list()).map(({ name }) => name)
  assert.equal(names.filter((name) => name.startsWith('fleet-m')).length, 50)
  assert.equal((await joinTokens.list()).find((each) => each.id === id)?.used, 50)
})

/** As `sampled`: all of them where no day is given. */
const FLEET = DAILY_SEED === undefined ? 50 : 5

test('machines that paste one line at once all appear, each once', {
  timeout: 300_000,
}, async (t) => {
  const { id, token } = await joinTokens.create({ uses: FLEET, labels: ['came=at-once'] })
  const all = await Promise.all(
    Array.from({ length: FLEET }, () => pasteLine(t, { url, args: [token] })),
  )
  const said = all.map(({ stdout, stderr }) => stdout + stderr)
  // With little processor time a machine is seen only after its script has stopped waiting for that.
  for (const words of said) assert.match(words, /This machine is the desktop|goes on trying/)
  const theirs = async () =>
    (await client.desktops.list()).filter(({ labels }) => labels.includes('came=at-once'))
  await waitFor(
    'all of them',
    async () => {
      const running = (await theirs()).filter(({ status }) => status === 'running')
      return running.length === FLEET
    },
    120_000,
  )
  const ids = all.map(({ folder }) => readFileSync(join(folder, 'desktop/credential'), 'utf8'))
  assert.deepEqual([new Set(ids).size, (await theirs()).length], [FLEET, FLEET])
  assert.equal((await joinTokens.list()).find((each) => each.id === id)?.used, FLEET)
})

await testWays(server)
testRefusals(server)
await testRuntimes(server)

test('a clone of a machine is refused in words, and the machine itself comes back', async (t) => {
  const desktop = await client.desktops.create({ name: 'original' })
  const identity = { id: 'a', boot: 'b', hardware: ['c'] }
  const connect = (hello: object) =>
    BareRunner.connect(t, server, desktop, PROTOCOL_VERSION, undefined, hello)
  const first = await connect({ identity })
  await first.close()
  const clone = { id: 'x', boot: 'y', hardware: ['z'] }
  await assert.rejects(connect({ identity: clone }), /is a clone: .* --new/)
  // After a start of the machine, and with another card.
  const second = await connect({ identity: { id: 'a', boot: 'y', hardware: ['z'] } })
  await second.leave()
  // It has said goodbye: its folder has moved.
  await connect({ identity: { id: 'x', boot: 'yy', hardware: ['zz'] } })
})

test('a key lets in only by a signature of a challenge that was not used before', async (t) => {
  const { token } = await joinTokens.create()
  const { status, stdout, stderr, folder } = await runScript(t, [token])
  assert.equal(status, 0, stderr)
  const id = /desktop_\w+/.exec(stdout)?.[0] ?? ''
  const credential = readFileSync(join(folder, 'desktop/credential'), 'utf8').trim()
  const key = readFileSync(join(folder, 'desktop/key'), 'utf8').trim()
  const challenge = async (authorization: string) => {
    const answer = await upgrade(authorization)
    return { code: answer.code, challenge: /Mission-Control-Key (\S+)/.exec(answer.header)?.[1] }
  }
  const asked = await challenge(`Mission-Control-Key ${id}`)
  assert.equal(asked.code, 401)
  const signature = 'A'.repeat(86)
  for (const wrong of [
    `Mission-Control-Key ${id} ${asked.challenge} ${signature}`,
    `Mission-Control-Key ${id} ${'A'.repeat(51)} ${signature}`,
    `Bearer ${credential}`,
    `Bearer ${key}`,
    `Bearer key:${id}`,
  ]) {
    assert.equal((await challenge(wrong)).code, 401, wrong)
  }
  const runner = new URL('../../packages/runner/src/enrol/key-credential.ts', import.meta.url)
  const sign = `import { authorization } from '${runner}'
process.stdout.write(authorization('${credential}', '${asked.challenge}'))`
  const signed = execFileSync(process.execPath, ['--input-type=module', '-e', sign], {
    encoding: 'utf8',
  })
  assert.equal((await challenge(signed)).code, 101)
  assert.equal((await challenge(signed)).code, 401)
})

/** What systemd does for a service, as far as one can see from there: it starts and stops it. */
const SYSTEMCTL = `#!/bin/sh
unit=/etc/systemd/system/mission-control-runner.service
echo "systemctl $*"
case "$*" in
  restart*) sh -c "exec $(sed -n 's/^ExecStart=//p' $unit)" >/journal 2>&1 & ;;
  disable*) kill "$(sed 's/.*"pid":\\([0-9]*\\).*/\\1/' /opt/mission-control/desktop/state.json)" ;;
esac
`

test('a bare machine joins as a service, with a valid unit; it is looked at, and given up again', async (t) => {
  const machine = await startMachine(t)
  const { command } = await joinTokens.create()
  const unit = join(machine.root, 'etc/systemd/system/mission-control-runner.service')
  const without = await machine.run(`${command} --service`)
  assert.equal(without.code, 1)
  assert.match(
    without.output,
    /has no systemd .* run: \/opt\/mission-control\/bin\/mission-control/,
  )
  assert.equal(existsSync(unit), false)

  writeFileSync(join(machine.root, 'bin/systemctl'), SYSTEMCTL, { mode: 0o755 })
  writeFileSync(join(machine.root, 'bin/journalctl'), '#!/bin/sh\ncat /journal\n', { mode: 0o755 })
  const joined = await machine.run(`${command} --service`)
  assert.equal(joined.code, 0, joined.output)
  assert.match(joined.output, /write a service of systemd, and start it/)
  const desktopId = /desktop_\w+/.exec(joined.output)?.[0] ?? ''
  const task = await runCommand({ client, desktopId }, `${untilThere('go')}; echo went on`)
  await waitFor('the command', async () => (await client.tasks.get(task.id)).processStartedAt)
  const text = readFileSync(unit, 'utf8')
  for (const line of ['KillMode=process', 'Restart=always']) {
    assert.ok(text.split('\n').includes(line), text)
  }
  // Its programs are below another root than systemd's here.
  const file = join(machine.root, 'tmp/mission-control-runner.service')
  writeFileSync(file, text.replaceAll('/opt/', `${machine.root}/opt/`))
  const verdict = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' })
  // Where there is no systemd nobody can say.
  if (!verdict.error) assert.deepEqual([verdict.status, verdict.stderr], [0, ''])

  const runner = (verb: string) =>
    machine.run(`/opt/mission-control/bin/mission-control runner ${verb}`)
  assert.match((await runner('status')).output, /connected \([^)]+\), process \d+\nsystemctl/)
  assert.match((await runner('logs')).output, /^connected \(http/m)
  const given = await runner('uninstall')
  assert.equal(given.code, 0, given.output)
  assert.match(given.output, /is removed\. Commands that run go on/)
  assert.equal(existsSync(unit), false)
  assert.match((await runner('status')).output, /No service: \/etc\/systemd/)
  assert.equal((await runner('uninstall')).code, 1)
  await machine.run(
    '/opt/mission-control/bin/mission-control runner --dir /opt/mission-control/desktop >/dev/null 2>&1 & sleep 0',
  )
  writeFileSync(join(machine.root, 'opt/mission-control/desktop/work/go'), '')
  assert.equal((await ended(client, task.id)).status, 'done')
})

test('a machine leaves for good: its desktop and its key go, its work stays', async (t) => {
  const { token } = await joinTokens.create()
  const { stdout, folder } = await runScript(t, [token])
  const id = /desktop_\w+/.exec(stdout)?.[0] ?? ''
  await finishCommand({ client, desktopId: id }, 'echo made > here')
  const command = join(folder, 'bin/mission-control')
  const dir = join(folder, 'desktop')
  const unit = execFileSync(command, ['runner', 'install', '--print', '--dir', dir], {
    encoding: 'utf8',
  })
  assert.ok(unit.split('\n').includes(`ExecStart=${command} runner --dir ${dir}`), unit)

  const left = execFileSync(command, ['runner', 'leave', '--dir', dir], { encoding: 'utf8' })
  assert.match(left, /has left http.* is kept/)
  await assert.rejects(client.desktops.get(id), /There is no desktop/)
  assert.equal(readFileSync(join(dir, 'work/here'), 'utf8'), 'made\n')
  assert.deepEqual(
    ['credential', 'key', 'joined.json'].filter((each) => existsSync(join(dir, each))),
    [],
  )
})

async function upgrade(authorization: string): Promise<{ code: number; header: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ code: number; header: string }>()
  const headers = {
    authorization,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'bWlzc2lvbi1jb250cm9sIQ==',
  }
  const asking = httpRequest(`${url}/api/runners/connect`, { headers })
  asking.on('response', (answer) => {
    answer.resume()
    resolve({ code: answer.statusCode ?? 0, header: answer.headers['www-authenticate'] ?? '' })
  })
  asking.on('upgrade', (answer, socket) => {
    socket.destroy()
    resolve({ code: answer.statusCode ?? 0, header: '' })
  })
  asking.on('error', reject).end()
  return await promise
}
