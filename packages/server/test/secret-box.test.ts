import assert from 'node:assert/strict'
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pino } from 'pino'
import { openCarried, sealCarried } from '../src/auth/sealed.ts'
import type { Core } from '../src/core.ts'
import { SecretBox, SecretError } from '../src/secret-box.ts'

const KEY = 'k'.repeat(40)

function newFolder(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  t.after(() => rmSync(dir, { recursive: true }))
  return dir
}

const refused = (message: RegExp) => (error: unknown) =>
  error instanceof SecretError && message.test(error.message)

test('what is sealed opens again, by another box with the same key, and never looks the same', (t) => {
  const dir = newFolder(t)
  const sealed = new SecretBox(dir, undefined).seal('the secret 😀', 'here')
  assert.ok(!sealed.includes('secret'))
  assert.equal(new SecretBox(dir, undefined).open(sealed, 'here'), 'the secret 😀')
  assert.notDeepEqual(new SecretBox(dir, undefined).seal('the secret 😀', 'here'), sealed)
})

test('the key is made at first need, for this user alone, and stays', (t) => {
  const dir = newFolder(t)
  const file = join(dir, 'secret.key')
  const box = new SecretBox(dir, undefined)
  assert.throws(() => box.open(Buffer.alloc(99), 'here'), refused(/secret\.key .* is missing/))
  assert.ok(!existsSync(file))
  box.seal('one', 'here')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const before = readFileSync(file, 'utf8')
  new SecretBox(dir, undefined).seal('two', 'here')
  assert.equal(readFileSync(file, 'utf8'), before)
})

test('a key that is given is used instead, and none is made', (t) => {
  const dir = newFolder(t)
  const sealed = new SecretBox(dir, KEY).seal('one', 'here')
  assert.ok(!existsSync(join(dir, 'secret.key')))
  assert.equal(new SecretBox(dir, KEY).open(sealed, 'here'), 'one')
  const other = new SecretBox(dir, `${KEY}2`)
  assert.throws(
    () => other.open(sealed, 'here'),
    refused(/^MISSION_CONTROL_SECRET_KEY is not the key/),
  )
  // The same text in the file is the same key.
  writeFileSync(join(dir, 'secret.key'), `${KEY}\n`)
  assert.equal(new SecretBox(dir, undefined).open(sealed, 'here'), 'one')
})

test('it opens at its own place only, and not when a bit of it is another', (t) => {
  const box = new SecretBox(newFolder(t), undefined)
  const sealed = box.seal('one', 'here')
  assert.throws(() => box.open(sealed, 'there'), SecretError)
  for (let at = 0; at < sealed.length; at++) {
    const damaged = Buffer.from(sealed)
    damaged[at]! ^= 1
    assert.throws(() => box.open(damaged, 'here'), SecretError, `${at}`)
  }
  assert.throws(() => box.open(sealed.subarray(0, 20), 'here'), refused(/damaged/))
})

test('a key file that is gone, or another one, is said so', (t) => {
  const dir = newFolder(t)
  const sealed = new SecretBox(dir, undefined).seal('one', 'here')
  renameSync(join(dir, 'secret.key'), join(dir, 'away'))
  assert.throws(() => new SecretBox(dir, undefined).open(sealed, 'here'), refused(/is missing/))
  new SecretBox(dir, undefined).seal('two', 'here')
  assert.throws(() => new SecretBox(dir, undefined).open(sealed, 'here'), refused(/is not the key/))
})

test('an empty key file is none, and half a key is refused in words', (t) => {
  const dir = newFolder(t)
  const file = join(dir, 'secret.key')
  writeFileSync(file, '')
  assert.throws(() => new SecretBox(dir, undefined).open(Buffer.alloc(99), 'here'), /is missing/)
  const sealed = new SecretBox(dir, undefined).seal('one', 'here')
  assert.match(readFileSync(file, 'utf8'), /^[\w-]{43}\n$/)
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20))
  const damaged = refused(/secret\.key .* is damaged: a key has at least 32 characters/)
  assert.throws(() => new SecretBox(dir, undefined).open(sealed, 'here'), damaged)
  assert.throws(() => new SecretBox(dir, undefined).seal('two', 'here'), damaged)
})

test('what a browser carries on the way in opens for its own purpose, and not when it is too old', (t) => {
  let at = 1_000
  const core = {
    secrets: new SecretBox(newFolder(t), undefined),
    now: () => at,
    log: pino({ level: 'silent' }),
  } as unknown as Core
  const sealed = sealCarried(core, 'one', { at })
  assert.deepEqual(openCarried(core, 'one', sealed, 500), { at })
  assert.equal(openCarried(core, 'another', sealed, 500), undefined)
  assert.equal(openCarried(core, 'one', undefined, 500), undefined)
  assert.equal(openCarried(core, 'one', 'made-up', 500), undefined)
  at = 1_500
  assert.equal(openCarried(core, 'one', sealed, 500), undefined)
})
