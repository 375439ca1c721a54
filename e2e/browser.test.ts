import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import type { Scope } from './setup/cleanup.ts'
import { temporaryFolder } from './setup/folder.ts'

const SCRIPT = resolve(import.meta.dirname, '../scripts/browser.sh')

/** A machine that has these programs, each a line of shell, and hardly any others. */
function machine(t: Scope, programs: Record<string, string>) {
  const bin = temporaryFolder(t)
  for (const name of ['sh', 'env', 'chmod']) symlinkSync(`/usr/bin/${name}`, join(bin, name))
  for (const [name, line] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 })
  }
  return {
    bin,
    /** What the script prints and says there. */
    ask(env: NodeJS.ProcessEnv = {}) {
      const options = { env: { PATH: bin, BIN: bin, ...env }, encoding: 'utf8' } as const
      const { status, stdout, stderr } = spawnSync('/bin/sh', [SCRIPT], options)
      return { status, stdout, stderr }
    },
  }
}

const ADVICE = /Tests need chromium: install it \(Debian: .*\), or set CHROMIUM/
const ROOT = { id: 'echo 0' }
const USER = { id: 'echo 1000' }
/** Notes how it is called; installs a Chromium. */
const APT = {
  'apt-get':
    'echo "$@" >>$BIN/calls; [ $1 = update ] || { for name; do :; done; echo "#!/bin/sh" >$BIN/$name; chmod +x $BIN/$name; }',
}

for (const name of ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']) {
  test(`a ${name} on the PATH is taken as it is`, (t) => {
    const { ask, bin } = machine(t, { [name]: 'echo Chromium' })
    assert.deepEqual(ask(), { status: 0, stdout: `${join(bin, name)}\n`, stderr: '' })
  })
}

test('CHROMIUM names another', (t) => {
  const { ask, bin } = machine(t, { chromium: 'true', mine: 'true' })
  const CHROMIUM = join(bin, 'mine')
  assert.deepEqual(ask({ CHROMIUM }), { status: 0, stdout: `${CHROMIUM}\n`, stderr: '' })
})

test('a CHROMIUM that cannot be started is refused, not replaced', (t) => {
  const { ask } = machine(t, { chromium: 'true' })
  const { status, stdout, stderr } = ask({ CHROMIUM: '/nothing' })
  assert.deepEqual([status, stdout], [1, ''])
  assert.match(stderr, /CHROMIUM is \/nothing/)
})

test('where there is none, root installs it and says so', (t) => {
  const { ask, bin } = machine(t, { ...ROOT, ...APT })
  const { status, stdout, stderr } = ask()
  assert.deepEqual([status, stdout], [0, `${join(bin, 'chromium-headless-shell')}\n`])
  assert.match(stderr, /^Tests need chromium-headless-shell: installing Debian's/)
  assert.deepEqual(readFileSync(join(bin, 'calls'), 'utf8').trim().split('\n'), [
    'update -qq',
    'install -o DPkg::Lock::Timeout=120 -qq -y --no-install-recommends chromium-headless-shell',
  ])
})

test('another user installs it by sudo, if that asks for no password', (t) => {
  const sudo = 'test $1 = -n && shift && echo sudo >>$BIN/calls && "$@"'
  const { ask, bin } = machine(t, { ...USER, ...APT, sudo, true: ':' })
  const { status, stdout } = ask()
  assert.deepEqual([status, stdout], [0, `${join(bin, 'chromium-headless-shell')}\n`])
  assert.match(readFileSync(join(bin, 'calls'), 'utf8'), /^sudo\nsudo\nupdate.*\nsudo\ninstall/)
})

test('an older Debian has no shell without a window: its chromium is installed', (t) => {
  const { ask, bin } = machine(t, {
    ...ROOT,
    'apt-get': `case "$*" in *headless*) exit 100;; esac; ${APT['apt-get']}`,
  })
  const { status, stdout } = ask()
  assert.deepEqual([status, stdout], [0, `${join(bin, 'chromium')}\n`])
})

for (const [what, programs] of Object.entries({
  'who may not install anything': { ...USER, ...APT, sudo: 'exit 1' },
  'a machine without apt': ROOT,
  'an apt that installs nothing that works': { ...ROOT, 'apt-get': 'exit 0' },
  'an apt that fails': { ...ROOT, 'apt-get': 'exit 100' },
  'a chromium-browser that only tells how to install it': { ...USER, 'chromium-browser': 'exit 1' },
})) {
  test(`${what} is told what to do`, (t) => {
    const { status, stdout, stderr } = machine(t, programs).ask()
    assert.deepEqual([status, stdout], [1, ''])
    assert.match(stderr, ADVICE)
  })
}
