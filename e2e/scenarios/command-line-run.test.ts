import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { CommandLine, endOf } from '../setup/command-line.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { freePort } from '../setup/port.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const MIB = 1024 * 1024
const LARGE = { MISSION_CONTROL_OUTPUT_LIMIT: `${64 * MIB}` }

const server = await startServer(wholeFile, LARGE)
const { client } = server
const mc = new CommandLine(wholeFile, server)

/** The command line, with what a shell makes of it; what has to come of it. */
const ENDS: [line: string, code: number, stdout: string, stderr: RegExp][] = [
  ['mc run true', 0, '', /^$/],
  ['mc run -- false', 1, '', /^$/],
  ["mc run -- sh -c 'kill -9 $$'", 137, '', /Killed/],
  ["mc run 'kill -9 $$'", 137, '', /SIGKILL \(signal 9\)/],
  ["mc run 'kill -TERM $$'", 143, '', /SIGTERM/],
  ["mc run 'echo out; echo err >&2; exit 3'", 3, 'out\n', /^err\n$/],
  ['mc run no-such-program', 127, '', /not found/],
  ['mc run --timeout 1 -- sleep 60', 124, '', /time/],
  // Several words are words, one is a line.
  ["mc run -- sh -c 'echo \"$0\"' 'a  b'", 0, 'a  b\n', /^$/],
  ["mc run 'echo a  b'", 0, 'a b\n', /^$/],
  ["mc run -- printf '%s|' '' \"it's\" '$HOME' '*' 'a\"b' '\\'", 0, '|it\'s|$HOME|*|a"b|\\|', /^$/],
  ['mc run printf -- -x', 0, '-x', /^$/],
  ["printf 'read x <<E\\nhi\\nE\\necho $x' | mc run -", 0, 'hi\n', /^$/],
  ['mc run -d nobody true', 4, '', /no desktop "nobody".*desktops list/],
  ['mc run -l zone=none true', 4, '', /No desktop has zone=none/],
  ['mc run --timeout soon true', 2, '', /Expected a time for --timeout.*got "soon"/],
  ['mc run', 2, '', /missing required argument 'command'/],
  ['mc run --prompt hello', 5, '', /was created but not started.*tasks run task_/],
  ['mc run --detach true', 0, '', /^$/],
]

for (const [line, code, stdout, stderr] of ENDS) {
  test(`${line}: ${code}`, async () => {
    const ended = await mc.shell(line)
    assert.equal(ended.code, code, ended.stderr)
    if (line.includes('--detach')) assert.match(ended.stdout, /^task_\w{26}\n$/)
    else assert.equal(ended.stdout, stdout)
    assert.match(ended.stderr, stderr)
    assert.doesNotMatch(ended.stderr, /^ +at /m)
  })
}

test('50 MiB that are no text come through `run -- cat` byte for byte', async (t) => {
  const bytes = randomBytes(50 * MIB)
  const file = join(temporaryFolder(t), 'bytes')
  writeFileSync(file, bytes)
  const ended = await mc.run(['run', '--', 'cat', file])
  assert.equal(ended.code, 0, ended.stderr)
  assert.ok(ended.bytes.equals(bytes))
})

test('`run` goes on where it was when the server was killed and is back', async (t) => {
  const port = await freePort()
  const first = await startServer(t, { PORT: port })
  const own = new CommandLine(t, first)
  const go = (part: string) => writeFileSync(join(first.workDir, part), '')
  const command = `seq 1000; ${untilThere('go-1')}; seq 1001 2000; touch second; ${untilThere('go-2')}; echo err >&2; exit 7`
  const child = own.start(['run', command])
  let seen = ''
  child.stdout.on('data', (piece) => {
    seen += piece
  })
  const ended = endOf(child)
  await waitFor('the first part', () => seen.endsWith('1000\n'))
  first.program.child.kill('SIGKILL')
  await first.program.exited
  go('go-1')
  await waitFor('what is printed while no server is there', () =>
    existsSync(join(first.workDir, 'second')),
  )
  await startServer(t, { PORT: port }, first.dataDir)
  go('go-2')
  const { code, stdout, stderr } = await ended
  assert.equal(code, 7)
  assert.equal(stdout, Array.from({ length: 2000 }, (_, i) => `${i + 1}\n`).join(''))
  assert.equal(stderr, 'err\n')
})

test('who closes the pipe ends `run`, but not its task; `attach` goes on behind what was shown', async () => {
  const { stdout } = await mc.shell(
    `mc run seq 100000 | head -3; echo "code \${PIPESTATUS[0]}"; mc attach @last`,
  )
  const [, rest = ''] = /^1\n2\n3\ncode 141\n([\s\S]+)$/.exec(stdout) ?? []
  const whole = Array.from({ length: 100_000 }, (_, i) => `${i + 1}\n`).join('')
  assert.ok(rest.length < whole.length - 6 && whole.endsWith(rest))
})

/** What is typed when Ctrl-C has asked, and what comes of it. */
const ANSWERS: [typed: string, code: number, said: RegExp, status: string][] = [
  ['c', 130, /cancelling[\s\S]*was cancelled/, 'cancelled'],
  ['d', 130, /Detached: the task goes on/, 'running'],
  ['\u0003', 130, /Detached: the task goes on/, 'running'],
]

for (const [typed, code, said, status] of ANSWERS) {
  test(`Ctrl-C asks once, on a real terminal; ${JSON.stringify(typed)} leaves the task ${status}`, async () => {
    const child = mc.startShell(`mc run 'echo begun; sleep 300'; echo "code $?"`, {
      terminal: true,
    })
    let seen = ''
    child.stdout.on('data', (piece) => {
      seen += piece
    })
    await waitFor('its output', () => seen.includes('begun'))
    child.stdin.write('\u0003')
    await waitFor('the question', () => seen.includes('[c]ancel the task'))
    child.stdin.write(typed)
    await waitFor('its end', () => seen.includes(`code ${code}`))
    assert.match(seen, said)
    const [task] = await client.tasks.list({ limit: 1 })
    assert.equal(task?.status, status)
    if (task?.status === 'running') await client.tasks.cancel(task.id)
  })
}

test('--json tells the run in lines: what is printed, and the end', async () => {
  const { stdout, code } = await mc.run(['run', '--json', 'echo a; echo b >&2; exit 2'])
  assert.equal(code, 2)
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal(events.at(-1).type, 'end')
  assert.equal(events.at(-1).task.exitCode, 2)
  const printed = events.filter(({ type }) => type === 'output')
  assert.deepEqual(printed.map(({ stream, data }) => [stream, data]).toSorted(), [
    ['stderr', 'b\n'],
    ['stdout', 'a\n'],
  ])
})

test('on several desktops the lines have names, a table tells the ends, and the highest code counts', async (t) => {
  const [one, two] = [
    await startDesktop(t, server, 'atelier'),
    await startDesktop(t, server, 'build'),
  ]
  const [a, b] = [
    await client.desktops.get(one.desktop.id),
    await client.desktops.get(two.desktop.id),
  ]
  const command = `echo "$MISSION_CONTROL_DESKTOP_ID"; printf 'no end'; [ "$MISSION_CONTROL_DESKTOP_ID" = ${a.id} ] || exit 9`
  const ended = await mc.run(['run', '-d', a.name, '-d', b.id.slice(0, -2), command])
  assert.equal(ended.code, 9, ended.stderr)
  const lines = ended.stdout.trimEnd().split('\n').toSorted()
  const expected = [a, b].flatMap(({ id, name }) => [
    `${name.padEnd(7)} | ${id}`,
    `${name.padEnd(7)} | no end`,
  ])
  assert.deepEqual(lines, expected.toSorted())
  assert.match(ended.stderr, /^DESKTOP +EXIT +STATUS/)
  assert.match(ended.stderr, new RegExp(`${a.name} +0 +done`))
  assert.match(ended.stderr, new RegExp(`${b.name} +9 +failed`))
})
