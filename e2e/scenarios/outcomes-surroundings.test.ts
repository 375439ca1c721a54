import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { ApiError } from '@mission-control/client'
import { wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand, outputOf } from '../setup/tasks.ts'

const folder = temporaryFolder(wholeFile)
/** What may be seen. */
const ALLOWED = {
  HOME: folder,
  USER: 'somebody',
  LOGNAME: 'somebody',
  SHELL: '/bin/sh',
  LANG: 'C.UTF-8',
  LANGUAGE: 'en',
  LC_TIME: 'C',
  TZ: 'Asia/Tokyo',
  TMPDIR: folder,
  XDG_RUNTIME_DIR: folder,
}
/** What may not. */
const HIDDEN = {
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || join(folder, 'cache'),
  NODE_ENV: 'production',
  npm_config_token: 'secret-npm',
  npm_lifecycle_event: 'start',
  TERM: 'xterm',
  AWS_SECRET_ACCESS_KEY: 'secret-aws',
  MISSION_CONTROL_LOG_LEVEL: 'error',
}
const server = await startServer(wholeFile, { ...ALLOWED, ...HIDDEN })
const { client, desktopId, workDir } = server

/** What the first process of a command was given, on the desktop. */
async function environmentOn(desktop: string) {
  const task = await finishCommand(server, 'cat /proc/$$/environ', { desktopId: desktop })
  assert.equal(task.status, 'done')
  const entries = `${await outputOf(client, task.id)}`.split('\0').filter(Boolean)
  const all = Object.fromEntries(entries.map((entry) => entry.split(/=(.*)/s).slice(0, 2)))
  return { task, all }
}

test('a command sees the documented variables, its own names, and nothing else', async () => {
  const { task, all } = await environmentOn(desktopId)
  const { PATH, MISSION_CONTROL_RUN_ID, ...rest } = all
  assert.deepEqual(rest, {
    ...inherited('LC_'),
    ...ALLOWED,
    MISSION_CONTROL_TASK_ID: task.id,
    MISSION_CONTROL_DESKTOP_ID: desktopId,
    GIT_CEILING_DIRECTORIES: realpathSync(dirname(workDir)),
  })
  assert.match(MISSION_CONTROL_RUN_ID, /^run_/)
  assert.doesNotMatch(PATH, /node_modules\/\.bin/)
})

/** Those of this process whose names begin so: the whole family is let through. */
function inherited(prefix: string) {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith(prefix)))
}

test('each run has an id of its own', async () => {
  const [one, other] = [await environmentOn(desktopId), await environmentOn(desktopId)]
  assert.notEqual(one.all.MISSION_CONTROL_RUN_ID, other.all.MISSION_CONTROL_RUN_ID)
})

test('further variables are let through by name, but never a secret of Mission Control', async (t) => {
  const { desktop } = await startDesktop(t, server, 'open', {
    ...HIDDEN,
    DEPLOY_TARGET: 'staging',
    MISSION_CONTROL_PASS_ENV: 'DEPLOY_TARGET, NODE_ENV,MISSION_CONTROL_CREDENTIAL,npm_config_token',
  })
  const { all } = await environmentOn(desktop.id)
  assert.equal(all.DEPLOY_TARGET, 'staging')
  assert.equal(all.NODE_ENV, 'production')
  assert.equal(all.MISSION_CONTROL_CREDENTIAL, undefined)
  assert.equal(all.npm_config_token, undefined)
  assert.equal(all.AWS_SECRET_ACCESS_KEY, undefined)
})

test("commands run in the folder `work` of the runner's own", async () => {
  const task = await finishCommand(server, 'pwd -P')
  assert.equal(`${await outputOf(client, task.id)}`, `${realpathSync(workDir)}\n`)
})

test('where that is in a repository or a package, commands run outside of it, and take it for nothing', async (t) => {
  const root = realpathSync(temporaryFolder(t))
  execFileSync('git', ['init', '-q', root])
  writeFileSync(join(root, 'package.json'), '{"name":"of-its-own"}')
  const share = realpathSync(temporaryFolder(t))
  const home = await startServer(t, { XDG_DATA_HOME: share }, join(root, 'data'))
  const task = await finishCommand(
    home,
    'pwd -P; git rev-parse --show-toplevel 2>/dev/null || echo none; npm prefix; npm pkg set description=x 2>/dev/null; echo $GIT_CEILING_DIRECTORIES',
  )
  const outside = join(share, 'mission-control/desktops', home.desktopId)
  assert.deepEqual(`${await outputOf(home.client, task.id)}`.trim().split('\n'), [
    `${outside}/work`,
    'none',
    `${outside}/work`,
    outside,
  ])
  assert.equal(readFileSync(join(root, 'package.json'), 'utf8'), '{"name":"of-its-own"}')
})

test('or in the one that MISSION_CONTROL_WORK_DIR names', async (t) => {
  const elsewhere = join(temporaryFolder(t), 'else where')
  mkdirSync(elsewhere)
  const env = { MISSION_CONTROL_WORK_DIR: elsewhere }
  const { desktop } = await startDesktop(t, server, 'elsewhere', env)
  const task = await finishCommand(server, 'pwd -P', { desktopId: desktop.id })
  assert.equal(`${await outputOf(client, task.id)}`, `${realpathSync(elsewhere)}\n`)
})

test('variables that are empty count as unset', async (t) => {
  const { desktop, dir } = await startDesktop(t, server, 'empty', {
    MISSION_CONTROL_WORK_DIR: '',
    MISSION_CONTROL_CONCURRENCY: '',
    MISSION_CONTROL_PASS_ENV: '',
  })
  const task = await finishCommand(server, 'pwd -P', { desktopId: desktop.id })
  assert.equal(`${await outputOf(client, task.id)}`, `${realpathSync(join(dir, 'work'))}\n`)
})

test('a script of several lines runs as it is, quotes and all', async () => {
  const task = await finishCommand(
    server,
    `name="wör'ld"
greet() {
  printf '%s\\n' "hello $1" 'not $expanded' "tab\there"
}
if true
then greet "$name" # a comment
fi
`,
  )
  assert.equal(`${await outputOf(client, task.id)}`, "hello wör'ld\nnot $expanded\ntab\there\n")
})

/** Prints what fills it up to so many bytes. */
function contentOf(bytes: number) {
  const [head, tail] = ["cat <<'EOF'\n", '\nEOF']
  const text = 'é'.repeat((bytes - head.length - tail.length) / 2)
  return { text, content: head + text + tail }
}

test('content of exactly 64 KiB runs', async () => {
  const { text, content } = contentOf(64 * 1024)
  assert.equal(Buffer.byteLength(content), 64 * 1024)
  const task = await finishCommand(server, content)
  assert.equal(task.status, 'done')
  assert.equal(`${await outputOf(client, task.id)}`, `${text}\n`)
})

test('a byte more is refused, and nothing is created', async () => {
  const before = await client.tasks.list()
  const content = `${contentOf(64 * 1024).content}\n`
  await assert.rejects(
    client.tasks.create({ type: 'command', content, desktopId }),
    (error) => error instanceof ApiError && error.status === 400,
  )
  assert.equal((await client.tasks.list()).length, before.length)
})
