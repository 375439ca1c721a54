import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { abandoned } from '../src/abandoned.ts'

const YESTERDAY = new Date(Date.now() - 24 * 60 * 60 * 1000)

test('of compiled programs those go that are neither the newest, nor running, nor chosen within hours', async (t) => {
  const place = mkdtempSync(join(tmpdir(), 'programs-'))
  t.after(() => rmSync(place, { recursive: true }))
  const folder = (name: string, at = YESTERDAY) => {
    mkdirSync(join(place, name))
    utimesSync(join(place, name), at, at)
  }
  writeFileSync(join(place, 'current'), 'newest\n')
  for (const name of ['newest', 'running', 'old', '.new-interrupted']) folder(name)
  folder('recent', new Date())
  folder('.new-under-way', new Date())
  const main = join(place, 'running', 'main.js')
  const running = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)', main])
  t.after(() => running.kill('SIGKILL'))
  await once(running, 'spawn')
  assert.deepEqual(
    abandoned(place, 'newest').toSorted(),
    ['.new-interrupted', 'old'].map((name) => join(place, name)),
  )
  running.kill('SIGKILL')
  await once(running, 'exit')
  assert.ok(abandoned(place, 'newest').includes(join(place, 'running')))
})
