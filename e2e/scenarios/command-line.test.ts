import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { wholeFile } from '../setup/cleanup.ts'
import { CommandLine, endOf } from '../setup/command-line.ts'
import { snapshotOf } from '../setup/command-snapshot.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { listen } from '../setup/listen.ts'
import { freePort } from '../setup/port.ts'
import { startDesktop } from '../setup/runner.ts'
import { sampled } from '../setup/sampled.ts'
import { KEY, startServer } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'
import { testCompletion } from './command-line-completion.ts'
import { createTask, LINES } from './command-line-lines.ts'

/*
 * What each command prints, to a person and to a program, is beside this file, without ids and times:
 * `node --test-update-snapshots e2e/scenarios/command-line.test.ts` writes it anew.
 */

const ESC = '\u001b'

const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
const { client, url } = server
const { desktop } = await startDesktop(wholeFile, server, 'atelier')
const mc = new CommandLine(wholeFile, server)

const place = { mc, client, desktop }

for (const [line, code, before] of LINES) {
  test(`mission-control ${line}`, async (t) => {
    await before?.(place)
    const ended = await mc.shell(`mc ${line}`)
    assert.equal(ended.code, code, ended.stderr)
    assert.ok(!(ended.stdout + ended.stderr).includes(ESC))
    assert.doesNotMatch(ended.stderr, /^ +at /m)
    t.assert.snapshot(snapshotOf(ended, url, line.includes('--json')), { serializers: [String] })
  })
}

test('each command of docs/cli.md is tried, and those with --json also with it', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8')
  for (const section of page.split('\n### ').slice(1)) {
    const name = section.split('\n', 1)[0]!
    // What asks no server is tried by its own tests.
    if (!section.includes('`--context <name>`') || name === 'login') continue
    const lines = LINES.map(([line]) => line).filter((line) => `${line} `.startsWith(`${name} `))
    assert.ok(
      lines.some((line) => !line.includes('--json')),
      name,
    )
    if (section.includes('--json'))
      assert.ok(
        lines.some((line) => line.includes('--json')),
        name,
      )
  }
})

/** A line of each command that asks the server. */
const ASKING = LINES.filter(([line, code], at) => {
  const name = nameOf(line)
  const first = LINES.findIndex(
    ([other, its]) => nameOf(other) === name && its !== 2 && !other.includes('--json'),
  )
  return code !== 2 && at === first && !/^(contexts|completion|logout)/.test(line)
}).map(([line]) => line.replaceAll('@last', `task_${'0'.repeat(26)}`))

function nameOf(line: string): string {
  const [group, verb = ''] = line.split(' ')
  return /^(tasks|approvals|desktops|agents|keys|service-accounts|contexts)$/.test(group!)
    ? `${group} ${verb}`
    : group!
}

/** What is wrong with the way to the server: the exit code, and what is said. */
const WRONG: [
  what: string,
  lines: string[],
  code: number,
  said: RegExp,
  env: () => Promise<NodeJS.ProcessEnv>,
][] = [
  [
    'nobody listens',
    sampled(ASKING, 15),
    7,
    /^No complete answer from http\S+: .*Check that the server runs.*\n$/,
    async () => ({ MISSION_CONTROL_URL: `http://127.0.0.1:${await freePort()}` }),
  ],
  [
    'the key is wrong',
    // More wrong keys than ten in a minute are not even looked at.
    ASKING.filter((line) =>
      /^(tasks list|run|approvals list|desktops show|keys list|top)\b/.test(line),
    ),
    6,
    /^\S.*`mission-control login URL`.*\n$/,
    async () => ({ MISSION_CONTROL_API_KEY: `mc_${'wrong-key-'.repeat(4)}` }),
  ],
]

for (const [what, lines, code, said, env] of WRONG) {
  test(`that ${what} is said in one sentence, and the exit code is ${code}`, async () => {
    const given = await env()
    assert.ok(lines.length > 5)
    const left = [...lines]
    const work = async () => {
      for (let line = left.pop(); line; line = left.pop()) {
        const ended = await endOf(mc.startShell(`mc ${line}`, { env: given }))
        assert.equal(ended.code, code, `${line}: ${ended.stderr}`)
        assert.match(ended.stderr, said, line)
        assert.equal(ended.stdout, '', line)
      }
    }
    await Promise.all([work(), work(), work(), work()])
  })
}

test('under --json an error is a problem document on standard error', async () => {
  const ended = await mc.run(['desktops', 'list', '--json'], {
    env: { MISSION_CONTROL_API_KEY: 'mc_wrong' },
  })
  assert.equal(ended.code, 6)
  const problem = JSON.parse(ended.stderr)
  assert.equal(problem.code, 'unauthenticated')
  assert.equal(problem.status, 401)
})

test('on a terminal a table is as wide as that, and coloured; NO_COLOR takes the colours away', async () => {
  await createTask(place, { content: `echo ${'long '.repeat(30)}` })
  const { stdout: coloured } = await mc.shell('stty cols 60; mc tasks list', { terminal: true })
  const lines = coloured.trimEnd().split('\r\n')
  assert.ok(coloured.includes(`${ESC}[32mdone`))
  for (const line of lines) assert.ok(stripVTControlCharacters(line).length <= 60, line)
  assert.ok(lines.some((line) => line.includes('…')))
  const { stdout: plain } = await mc.shell('stty cols 200; NO_COLOR=1 mc tasks list', {
    terminal: true,
  })
  assert.ok(!plain.includes(ESC))
  assert.match(plain, /echo (long ){20}/)
})

test('`top` takes the whole screen, shows what runs, and gives the terminal back at q', async () => {
  const child = mc.startShell('stty cols 100 rows 30; mc top; echo "code $?"', { terminal: true })
  let seen = ''
  child.stdout.on('data', (piece) => {
    seen += piece
  })
  await waitFor('the desktop', () => /atelier/.test(seen))
  child.stdin.write('q')
  await waitFor('its end', () => /code 0/.test(seen))
  assert.ok(seen.includes('\u001b[?1049h') && seen.includes('\u001b[?1049l'))
})

test('a question on a terminal is still to be read while it waits for its answer', async (t) => {
  const { id } = await client.desktops.create({ name: 'spare' })
  t.after(() => client.desktops.delete(id))
  const child = mc.startShell('mc desktops remove spare', { terminal: true })
  let seen = ''
  child.stdout.on('data', (piece) => {
    seen += piece
  })
  await waitFor('the place of the answer', () => /\[y\/N\].*G$/.test(seen))
  // What was on the line before it was cleared is gone.
  const shown = stripVTControlCharacters(seen.split(`${ESC}[0J`).at(-1)!)
  assert.equal(shown, 'Remove spare? Its running tasks fail. [y/N] ')
  child.stdin.write('n\r')
  await waitFor('what came of it', () => /Nothing was removed\./.test(seen))
})

test('a search goes on while an answer has looked at some of the tasks only, and then says that there is none', async (t) => {
  const hit = { id: 'task_1', status: 'done', desktopName: 'atelier', summary: 'make', matches: [] }
  const found = { ...hit, type: 'command', createdAt: new Date().toISOString(), exitCode: 0 }
  const rest = { lookedBackTo: null, notIndexed: 0, longOutputs: 0, notes: [] }
  // By the words and the cursor; the task is behind an answer that has none.
  const answers: Record<string, object> = {
    'late ': { ...rest, hits: [], nextCursor: '9' },
    'late 9': { ...rest, hits: [found], nextCursor: '5' },
    'late 5': { ...rest, hits: [], nextCursor: null },
    'never ': { ...rest, hits: [], nextCursor: '9' },
    'never 9': { ...rest, hits: [], nextCursor: null },
  }
  const slow = createServer((request, response) => {
    const asked = new URL(request.url!, 'http://localhost').searchParams
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answers[`${asked.get('q')} ${asked.get('cursor') ?? ''}`]))
  })
  const env = { MISSION_CONTROL_URL: `http://127.0.0.1:${await listen(t, slow)}` }
  const late = await mc.run(['search', 'late'], { env })
  assert.match(late.stdout, /task_1 +done/)
  assert.equal(late.stderr, '')
  const all = await mc.run(['search', 'late', '--json'], { env })
  assert.deepEqual(JSON.parse(all.stdout), { ...rest, hits: [found], nextCursor: null })
  const never = await mc.run(['search', 'never'], { env })
  assert.deepEqual([never.stdout, never.stderr], ['', 'No matches.\n'])
})

test('who closes the pipe early hears no complaint', async () => {
  const { stdout, stderr } = await mc.shell('mc activity -n 1000 --json | head -1')
  assert.ok(JSON.parse(stdout).type)
  assert.equal(stderr, '')
})

test('a provider’s secret comes from a pipe or a file, is printed nowhere, and no option takes it', async (t) => {
  const secret = 'the-secret-of-the-client'
  const file = join(temporaryFolder(t), 'secret')
  writeFileSync(file, `${secret}\n`)
  const about = ['--client-id', 'mc', '--enabled', 'off']
  const said = [
    await mc.run(['sso', 'add', 'google', 'google', ...about], { input: `${secret}\n` }),
    await mc.run(['sso', 'add', 'github', 'github', ...about, '--secret-file', file, '--json']),
    await mc.run(['sso', 'change', 'google', '--secret-file', '-'], { input: secret }),
  ]
  for (const { code, stdout, stderr } of said) {
    assert.equal(code, 0, stderr)
    assert.ok(!(stdout + stderr).includes(secret))
  }
  const { providers } = await client.sso.get()
  assert.deepEqual(
    providers.map(({ id, hasSecret }) => [id, hasSecret]),
    [
      ['github', true],
      ['google', true],
    ],
  )
  const { code } = await mc.run(['sso', 'add', 'x', 'github', ...about, '--client-secret', secret])
  assert.equal(code, 2)
  for (const id of ['google', 'github']) await client.sso.delete(id)
})

test('names that steer a terminal are shown, not obeyed', async () => {
  const { id } = await client.desktops.create({ name: 'ev\u202eil' })
  const { stdout } = await mc.run(['desktops', 'list'])
  assert.match(stdout, /ev<U\+202E>il/)
  await client.desktops.delete(id)
})

test('`login` with e-mail and password makes a key of its own, which `logout` revokes; only its user can read it', async (t) => {
  const own = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  const [, token = ''] = /set-up#(\S+)/.exec(own.program.stdout()) ?? []
  await own.client.account.setUp({ token, email: 'ada@example.com', password: 'correct horse' })
  const config = temporaryFolder(t)
  const env = { XDG_CONFIG_HOME: config, MISSION_CONTROL_URL: '', MISSION_CONTROL_API_KEY: '' }
  const wrong = await mc.run(['login', own.url], { env, input: 'ada@example.com\nwrong\n' })
  assert.equal(wrong.code, 6, wrong.stderr)
  const right = await mc.run(['login', own.url], { env, input: 'ada@example.com\ncorrect horse\n' })
  assert.equal(right.code, 0, right.stderr)
  const file = join(config, 'mission-control', 'contexts.json')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(join(config, 'mission-control')).mode & 0o777, 0o700)
  const made = (await own.client.apiKeys.list()).filter(({ name }) => /command line/.test(name))
  assert.equal(made.length, 1)
  assert.equal((await mc.run(['desktops', 'list'], { env })).code, 0)

  const keyed = await mc.run(['login', url, '--key', '-', '--context', 'two'], { env, input: KEY })
  assert.equal(keyed.code, 0, keyed.stderr)
  const { stdout } = await mc.run(['desktops', 'list', '-q'], { env })
  assert.match(stdout, new RegExp(desktop.id))
  const first = new URL(own.url).host
  assert.equal((await mc.run(['contexts', 'use', first], { env })).code, 0)
  assert.equal((await mc.run(['desktops', 'list', '-q'], { env })).stdout, '')
  assert.match((await mc.run(['desktops', 'list', '-q', '--context', 'two'], { env })).stdout, /./)

  assert.equal((await mc.run(['logout'], { env })).code, 0)
  const left = (await own.client.apiKeys.list()).filter(({ name }) => /command line/.test(name))
  assert.deepEqual(left, [])
  const none = await mc.run(['desktops', 'list'], { env })
  assert.equal(none.code, 6)
  assert.match(none.stderr, /You are not signed in/)
  // A key never goes to another address than its own.
  const other = await mc.run(['desktops', 'list'], {
    env: { ...env, MISSION_CONTROL_URL: own.url },
  })
  assert.equal(other.code, 6)
  assert.match(other.stderr, /There is no key for/)
  writeFileSync(file, '{"current":')
  assert.match((await mc.run(['desktops', 'list'], { env })).stderr, /is damaged/)
})

testCompletion(mc, client)

test('docs/cli.md is what the table of commands says', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8')
  assert.equal((await mc.run(['manual'])).stdout, page)
})
