import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, workDir } = server
const MIB = 1024 * 1024

/** Runs a command that succeeds, and resolves with what it printed. */
async function printed(command: string): Promise<Buffer> {
  const task = await finishCommand(server, command)
  assert.equal(task.status, 'done', task.error?.message)
  return await outputOf(client, task.id)
}

/** What each stream printed, as text. */
async function streamsOf(id: string): Promise<Record<string, string>> {
  const texts: Record<string, string> = {}
  for (const { stream, data } of await client.tasks.output(id)) {
    texts[stream] = (texts[stream] ?? '') + data
  }
  return texts
}

test('bytes that are not UTF-8 are kept as they are', async () => {
  const bytes = await printed(String.raw`printf 'a\377\376\200\303b\342\202'`)
  assert.deepEqual(bytes, Buffer.from([0x61, 0xff, 0xfe, 0x80, 0xc3, 0x62, 0xe2, 0x82]))
})

test('in JSON each of them shows as U+FFFD', async () => {
  const task = await finishCommand(server, String.raw`printf 'a\377b'`)
  assert.deepEqual(await streamsOf(task.id), { stdout: 'a\ufffdb' })
})

test('NUL bytes are kept', async () => {
  assert.deepEqual(await printed(String.raw`printf 'a\0\0b\0'`), Buffer.from('a\0\0b\0'))
})

test('ANSI colours are kept', async () => {
  const bytes = await printed(String.raw`printf '\033[1;31mred\033[0m\n'`)
  assert.equal(`${bytes}`, '\x1b[1;31mred\x1b[0m\n')
})

test('1 MB of random bytes comes out as it went in', async () => {
  const bytes = randomBytes(1_000_000)
  writeFileSync(join(workDir, 'random'), bytes)
  assert.ok((await printed('cat random')).equals(bytes))
})

test('100,000 lines at once come out complete and in order', async () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `${i + 1}\n`).join('')
  assert.ok((await printed('seq 100000')).equals(Buffer.from(lines)))
})

test('a line of 50 MB is kept up to the limit, marked, and the command goes on', async () => {
  const task = await finishCommand(
    server,
    "head -c 50000000 /dev/zero | tr '\\0' x && touch went-on; exit 7",
  )
  assert.equal(task.exitCode, 7)
  assert.ok(existsSync(join(workDir, 'went-on')))

  const bytes = await outputOf(client, task.id)
  const marker = 'Output limit of 16 MiB reached: what follows is not kept.\n'
  assert.ok(bytes.subarray(0, 16 * MIB).equals(Buffer.alloc(16 * MIB, 'x')))
  assert.equal(`${bytes.subarray(16 * MIB)}`, marker)

  const chunks = await client.tasks.output(task.id)
  const notes = chunks.filter(({ stream }) => stream === 'system')
  assert.deepEqual(
    notes.map(({ data }) => data),
    [marker],
  )
})

test('output that just fits the limit has no marker', async () => {
  const bytes = await printed(`head -c ${16 * MIB} /dev/zero`)
  assert.ok(bytes.equals(Buffer.alloc(16 * MIB)))
})

test('a command that prints nothing has an empty output', async () => {
  const task = await finishCommand(server, 'true')
  assert.equal((await outputOf(client, task.id)).length, 0)
  assert.deepEqual(await client.tasks.output(task.id), [])
})

test('what is written to /dev/stderr joins stderr, and loses nothing that came before', async () => {
  const task = await finishCommand(
    server,
    'echo a >&2; echo b >/dev/stderr; echo c >&2; echo d; echo e >/dev/stdout; echo f',
  )
  assert.equal(task.status, 'done')
  assert.deepEqual(await streamsOf(task.id), { stderr: 'a\nb\nc\n', stdout: 'd\ne\nf\n' })
})

test('stdout and stderr keep their own order, however they take turns', async () => {
  const task = await finishCommand(
    server,
    'i=0; while [ $i -lt 2000 ]; do i=$((i+1)); echo "out $i"; echo "err $i" >&2; done',
  )
  const counted = (name: string) =>
    Array.from({ length: 2000 }, (_, i) => `${name} ${i + 1}\n`).join('')
  assert.deepEqual(await streamsOf(task.id), { stdout: counted('out'), stderr: counted('err') })
})

test('what was read before comes first, also across the two streams', async () => {
  const task = await runCommand(
    server,
    `for i in 1 2 3 4; do
       if [ $((i % 2)) = 1 ]; then echo $i; else echo $i >&2; fi
       ${untilThere('turn-$i')}
     done`,
  )
  const chunks = async () =>
    (await client.tasks.output(task.id)).map(({ seq, stream, data }) => ({ seq, stream, data }))
  for (const turn of [1, 2, 3, 4]) {
    await waitFor(`turn ${turn} to be printed`, async () => (await chunks()).length === turn)
    writeFileSync(join(workDir, `turn-${turn}`), '')
  }
  await ended(client, task.id)
  assert.deepEqual(await chunks(), [
    { seq: 1, stream: 'stdout', data: '1\n' },
    { seq: 2, stream: 'stderr', data: '2\n' },
    { seq: 3, stream: 'stdout', data: '3\n' },
    { seq: 4, stream: 'stderr', data: '4\n' },
  ])
})
