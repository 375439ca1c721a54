import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { KeeperProcess } from './setup/keeper-process.ts'
import { until } from './setup/until.ts'

/** Each says `up`, and on TERM starts a program, which has to end by itself. */
const PROGRAMS: Record<string, [file: string, option: string, source: string]> = {
  sh: ['sh', '-c', shell()],
  bash: ['bash', '-c', shell()],
  node: [
    process.execPath,
    '-e',
    `process.on('SIGTERM', () => {
      console.log('cleaning')
      console.log('rc=' + require('child_process').spawnSync('sleep', ['0.5']).status)
      process.exit(0)
    })
    setInterval(() => {}, 50)
    console.log('up')`,
  ],
  perl: [
    'perl',
    '-e',
    `$| = 1; $SIG{TERM} = sub { print "cleaning\n"; print "rc=", system("sleep 0.5"), "\n"; exit 0 };
    print "up\n"; while (1) { select(undef, undef, undef, 0.05) }`,
  ],
  // Not everywhere; the others are on each Debian.
  ...(spawnSync('python3', ['-c', '']).status === 0 && {
    python: [
      'python3',
      '-uc',
      `import signal, subprocess, sys, time
def tidy(*_):
    print("cleaning")
    print("rc=%d" % subprocess.run(["sleep", "0.5"]).returncode)
    sys.exit(0)
signal.signal(signal.SIGTERM, tidy)
print("up")
while True: time.sleep(0.05)`,
    ] as [string, string, string],
  }),
}

function shell(): string {
  return "trap 'echo cleaning; sleep 0.5; echo rc=$?; exit 0' TERM; echo up; while :; do sleep 0.05; done"
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
const isUp = (keeper: KeeperProcess, runId: string) => said(keeper, runId).includes('up\n')

/** On standard output: a shell says aside what became of its programs. */
function said(keeper: KeeperProcess, runId: string): string {
  const parts = keeper.output(runId).filter((part) => part.startsWith('stdout '))
  return parts.map((part) => part.slice('stdout '.length)).join('')
}

test('what is cancelled may tidy up with programs that it starts for it, whatever it is written in', async (t) => {
  const keeper = await KeeperProcess.start(t)
  for (const [name, [file, option, source]] of Object.entries(PROGRAMS)) {
    keeper.start(name, `${file} ${option} ${quoted(source)}`)
  }
  for (const name of Object.keys(PROGRAMS)) {
    await until(() => isUp(keeper, name))
    keeper.kill(name, 60_000)
  }
  for (const name of Object.keys(PROGRAMS)) {
    await keeper.ended(name)
    assert.equal(said(keeper, name), 'up\ncleaning\nrc=0\n', name)
  }
})

test('so may what has timed out', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('run', shell(), { timeoutMs: 1500, graceMs: 60_000 })
  const end = await keeper.ended('run')
  assert.equal(end.kind === 'failed' && end.code, 'timed_out')
  assert.equal(said(keeper, 'run'), 'up\ncleaning\nrc=0\n')
})

test('TERM comes once to each, also to what has left the group and to what starts others', async (t) => {
  const keeper = await KeeperProcess.start(t)
  const far = `trap "echo far; setsid sleep 0.3; echo far rc=$?; exit" TERM; echo up; while :; do sleep 0.05; done`
  keeper.start(
    'run',
    `setsid sh -c ${quoted(far)} & trap 'echo near; tidying=1' TERM
     until test $tidying; do sleep 0.05; done; sleep 0.6; wait; sleep 0.3; echo last`,
  )
  await until(() => isUp(keeper, 'run'))
  keeper.kill('run', 60_000)
  assert.deepEqual(await keeper.ended('run'), { kind: 'exited', exitCode: 0 })
  const lines = said(keeper, 'run').trim().split('\n')
  assert.deepEqual(lines.toSorted(), ['far', 'far rc=0', 'last', 'near', 'up'])
})

test('when the time is over nothing is left, not even what was started to outlive it', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start(
    'run',
    `trap 'setsid sleep 1000 & exit 0' TERM; echo up; while :; do sleep 0.05; done`,
  )
  await until(() => isUp(keeper, 'run'))
  keeper.kill('run', 400)
  assert.deepEqual(await keeper.ended('run'), { kind: 'exited', exitCode: 0 })
  assert.equal(keeper.processesOf('run'), 0)
})

test('without any time it is killed at once', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('run', shell())
  await until(() => isUp(keeper, 'run'))
  keeper.kill('run', 0)
  assert.deepEqual(await keeper.ended('run'), { kind: 'signaled', signal: 'SIGKILL' })
})
