import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { MODEL_KEY, ModelServer } from '../setup/model/model-server.ts'
import { calls, fails, says } from '../setup/model/replies.ts'
import { processesOf } from '../setup/process-table.ts'
import { finishPrompt, runPrompt } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'
import { ended, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('builtin'))
const { client, workDir, dataDir, desktopId } = server

const shell = (command: string) => calls({ name: 'shell', input: { command } })
const write = (path: string, content: string) =>
  calls({ name: 'write_file', input: { path, content } })

/** Empty but for these files; a repository that has them, if asked for. */
function prepare(files: Record<string, string>, repository = false): void {
  for (const name of readdirSync(workDir)) rmSync(join(workDir, name), { recursive: true })
  for (const [path, content] of Object.entries(files)) writeFileSync(join(workDir, path), content)
  if (!repository) return
  const git = (...args: string[]) => execFileSync('git', args, { cwd: workDir })
  git('init', '--quiet')
  git('add', '--all')
  const person = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost']
  git(...person, 'commit', '--quiet', '--message', 'all')
}

const PLAIN = { pathBytes: null, mode: null, kind: null, target: null, ignored: false }

for (const [where, source] of [
  ['in a repository', 'git'],
  ['outside of one', 'manifest'],
] as const) {
  test(`${where}: what a prompt has changed and run is there when its review is announced`, async (t) => {
    prepare({ 'old.txt': 'old\n', 'edited.txt': 'one\ntwo\n' }, source === 'git')
    model.script = [
      write('notes/new.txt', 'hello\n'),
      calls({ name: 'edit_file', input: { path: 'edited.txt', old: 'two', new: '2' } }),
      shell('rm old.txt'),
      shell('echo no >&2; exit 3'),
      says('Done.'),
    ]
    const stream = await openStream(t, server, `${ACTIVITY}?after=0`)
    const { id } = await runPrompt(server, 'Change it.', { requiresApproval: true })
    for (;;) {
      const { data } = await stream.nextData()
      if (data.type === 'task.review' && data.payload.taskId === id) break
    }
    assert.deepEqual(await client.tasks.evidence(id), {
      taskId: id,
      source,
      problem: null,
      filesTruncated: false,
      filesTotal: 3,
      files: [
        {
          ...PLAIN,
          path: 'edited.txt',
          change: 'modified',
          size: 6,
          diff: '--- a/edited.txt\n+++ b/edited.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n',
        },
        {
          ...PLAIN,
          path: 'old.txt',
          change: 'deleted',
          size: 4,
          diff: '--- a/old.txt\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-old\n',
        },
        {
          ...PLAIN,
          path: 'notes/new.txt',
          change: 'created',
          size: 6,
          diff: '--- /dev/null\n+++ b/notes/new.txt\n@@ -0,0 +1,1 @@\n+hello\n',
        },
      ],
      commands: [
        { command: 'rm old.txt', exitCode: 0, denied: null },
        { command: 'echo no >&2; exit 3', exitCode: 3, denied: null },
      ],
      commandsTruncated: false,
      usage: { inputTokens: 500, outputTokens: 100, costUsd: null, steps: 5 },
    })
    await client.tasks.review(id, { decision: 'approve' })
    const runs = join(dataDir, 'desktops', desktopId, 'runs')
    await waitFor('nothing to be left of the run', () => readdirSync(runs).length === 0)
  })
}

test('while the agent works, what is known so far is told', async () => {
  prepare({})
  const wait = untilThere('go-on')
  model.script = [shell('exit 4'), shell(wait), says('Done.')]
  const { id } = await runPrompt(server, 'Wait.')
  const known = await waitFor('the second command', async () => {
    const evidence = await client.tasks.evidence(id)
    return evidence.commands.length === 2 && evidence
  })
  assert.deepEqual(known.commands, [
    { command: 'exit 4', exitCode: 4, denied: null },
    { command: wait, exitCode: null, denied: null },
  ])
  assert.deepEqual([known.files, known.source, known.problem], [null, null, null])
  // A step is counted when its commands have ended.
  assert.equal(known.usage?.steps, 1)
  writeFileSync(join(workDir, 'go-on'), '')
  await ended(client, id)
  const { files, commands } = await client.tasks.evidence(id)
  assert.deepEqual([files?.map(({ path }) => path), commands[1]?.exitCode], [['go-on'], 0])
})

test('an agent that fails leaves evidence, too', async () => {
  prepare({})
  model.script = [write('half', 'done'), fails(401, 'Your key has expired.')]
  const task = await finishPrompt(server, 'Fail.')
  assert.equal(task.status, 'failed')
  const { files } = await client.tasks.evidence(task.id)
  assert.deepEqual(
    files?.map(({ path }) => path),
    ['half'],
  )
})

for (const repository of [true, false]) {
  test(`so does one that is cancelled, ${repository ? 'in a' : 'without a'} repository`, async () => {
    prepare({ a: 'one\n' }, repository)
    const command = 'echo two > a; touch there; sleep 1000'
    model.script = [shell(command)]
    const { id } = await runPrompt(server, 'Sleep.')
    await waitFor('the command', () => existsSync(join(workDir, 'there')))
    await client.tasks.cancel(id)
    assert.equal((await ended(client, id)).status, 'cancelled')
    const { files, source, commands } = await client.tasks.evidence(id)
    assert.equal(source, repository ? 'git' : 'manifest')
    assert.deepEqual(
      files?.map(({ path }) => path),
      ['a', 'there'],
    )
    assert.match(files[0]!.diff!, /^-one\n\+two$/m)
    assert.deepEqual(commands, [{ command, exitCode: null, denied: null }])
  })
}

test('of an agent that was killed the transcript tells what it ran, and that more is not known', async () => {
  prepare({})
  model.script = [shell('exit 5'), shell('touch there; sleep 1000')]
  const { id } = await runPrompt(server, 'Sleep.')
  await waitFor('the second command', () => existsSync(join(workDir, 'there')))
  process.kill(processesOf(id)[0]!, 'SIGKILL')
  assert.equal((await ended(client, id)).error?.code, 'agent_interrupted')
  const { files, problem, commands } = await client.tasks.evidence(id)
  assert.deepEqual(commands, [
    { command: 'exit 5', exitCode: 5, denied: null },
    { command: 'touch there; sleep 1000', exitCode: null, denied: null },
  ])
  assert.equal(files, null)
  assert.match(problem!, /killed/)
})

test('the keys of the agent are in no evidence', async () => {
  prepare({ config: '\n' })
  model.script = [
    write('config', `key=${MODEL_KEY}\n`),
    write(`${MODEL_KEY}.txt`, ''),
    shell(`echo ${MODEL_KEY}`),
    says('Done.'),
  ]
  const { id } = await finishPrompt(server, 'Write the key down.')
  const evidence = await client.tasks.evidence(id)
  assert.ok(!JSON.stringify(evidence).includes(MODEL_KEY))
  assert.deepEqual(
    evidence.files?.map(({ path }) => path),
    ['config', '[key].txt'],
  )
  assert.match(evidence.files[0]!.diff!, /^\+key=\[key\]$/m)
  assert.deepEqual(evidence.commands, [{ command: 'echo [key]', exitCode: 0, denied: null }])
})

test('two prompts at once each see what the other one changes', async () => {
  prepare({})
  mkdirSync(join(workDir, 'both'))
  const both = 'until test $(ls both | wc -l) = 2; do sleep 0.02; done'
  const part = (name: string) => [shell(`touch both/${name}; ${both}`), says('Done.')]
  // Neither begins its work before the other one has looked at the files.
  const { promise: bothHaveLooked, resolve } = Promise.withResolvers<void>()
  const [first, second] = [part('a'), part('b')]
  model.script = [
    async (...asked) => {
      await bothHaveLooked
      await first[0]!(...asked)
    },
    (...asked) => {
      resolve()
      return second[0]!(...asked)
    },
    first[1]!,
    second[1]!,
  ]
  const tasks = [await runPrompt(server, 'A'), await runPrompt(server, 'B')]
  for (const { id } of tasks) {
    assert.equal((await ended(client, id)).status, 'done')
    const { files } = await client.tasks.evidence(id)
    assert.deepEqual(
      files?.map(({ path }) => path),
      ['both/a', 'both/b'],
    )
  }
})
