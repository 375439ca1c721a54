import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { workFolder } from '../src/desktop/work-folder.ts'
import { makeFolder } from './setup/folder.ts'

/** A machine with a clone, a runner's folder in it, and a user's data folder. */
class Place {
  readonly root = realpathSync(makeFolder())
  readonly share = join(this.root, 'share')
  readonly clone = join(this.root, 'clone')
  readonly dir = join(this.clone, 'data/desktops/desktop_1')
  readonly outside = join(this.share, 'mission-control/desktops/desktop_1/work')
  said: string[] = []

  constructor(t: TestContext, mark = 'package.json') {
    t.after(() => rmSync(this.root, { recursive: true, force: true }))
    mkdirSync(this.dir, { recursive: true })
    writeFileSync(join(this.clone, mark), '{}')
  }

  find({ dir = this.dir, isBusy = false, share = this.share } = {}): string {
    const warn = (_: object, text: string) => void this.said.push(text)
    const log = { info: warn, warn, error: warn }
    return workFolder({ dir, name: 'desktop_1', env: { XDG_DATA_HOME: share }, isBusy, log })
  }

  /** What an earlier version has left. */
  fill(): string {
    const inside = join(this.dir, 'work')
    mkdirSync(inside)
    writeFileSync(join(inside, 'kept'), 'all of it')
    return inside
  }
}

const kept = (folder: string) => readFileSync(join(folder, 'kept'), 'utf8')

test('it lies in the runner folder, unless that is in a project', (t) => {
  for (const mark of ['.git', 'package.json', 'node_modules']) {
    const place = new Place(t, mark)
    assert.equal(place.find(), place.outside, mark)
    assert.equal(realpathSync(join(place.dir, 'work')), place.outside)
    assert.equal(place.find(), place.outside)
    assert.equal(lstatSync(place.outside).mode & 0o777, 0o700)
    assert.deepEqual(place.said, [])
  }
  const place = new Place(t)
  const free = join(place.root, 'state/desktop_1')
  mkdirSync(free, { recursive: true })
  assert.equal(place.find({ dir: free }), join(free, 'work'))
  assert.ok(!existsSync(place.share))
})

test('where the data folder is in the same project, nothing is won by moving', (t) => {
  const place = new Place(t)
  const share = join(place.clone, 'share')
  assert.equal(place.find({ share }), join(place.dir, 'work'))
  assert.ok(!existsSync(share))
})

test('what is there is moved, in words', (t) => {
  const place = new Place(t)
  place.fill()
  assert.equal(kept(place.find()), 'all of it')
  assert.deepEqual(place.said, ['The work folder was moved out of the project around it'])
  assert.equal(kept(join(place.dir, 'work')), 'all of it')
})

test('nothing is moved while runs or their background children may use it', async (t) => {
  const place = new Place(t)
  const inside = place.fill()
  assert.equal(place.find({ isBusy: true }), inside)
  const child = spawn('sleep', ['1000'], { cwd: inside })
  t.after(() => child.kill())
  await once(child, 'spawn')
  assert.equal(place.find(), inside)
  child.kill()
  await once(child, 'exit')
  assert.equal(place.said.length, 2)
  assert.equal(kept(place.find()), 'all of it')
})

test('what cannot be moved stays where it is, and is used, in words', (t) => {
  const place = new Place(t)
  const inside = place.fill()
  // Something is there already, as after a copy by hand; and below a file there is no folder.
  mkdirSync(place.outside, { recursive: true })
  writeFileSync(join(place.outside, 'other'), '')
  const file = join(place.root, 'file')
  writeFileSync(file, '')
  for (const share of [place.share, file]) {
    assert.equal(place.find({ share }), inside)
    assert.equal(kept(inside), 'all of it')
    assert.match(place.said.pop() ?? '', /could not be moved/)
  }
})

test('a copy of the runner folder gets a work folder of its own, and keeps it', (t) => {
  const place = new Place(t)
  writeFileSync(join(place.find(), 'kept'), 'of the first')
  const copy = join(place.clone, 'copy/desktops/desktop_1')
  cpSync(place.dir, copy, { recursive: true, verbatimSymlinks: true })
  const other = place.find({ dir: copy })
  assert.notEqual(other, place.outside)
  assert.ok(!existsSync(join(other, 'kept')))
  assert.equal(place.find({ dir: copy }), other)
  assert.equal(place.find(), place.outside)
  rmSync(join(copy, 'work'))
  assert.equal(place.find({ dir: copy }), other)
})

test('a runner folder that was moved keeps its work folder', (t) => {
  const place = new Place(t)
  writeFileSync(join(place.find(), 'kept'), 'all of it')
  const moved = join(place.clone, 'moved')
  renameSync(place.dir, moved)
  assert.equal(place.find({ dir: moved }), place.outside)
  const free = join(place.root, 'free')
  renameSync(moved, free)
  assert.equal(kept(place.find({ dir: free })), 'all of it')
})
