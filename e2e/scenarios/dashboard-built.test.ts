import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { cleanUp, type Scope, wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { waitFor } from '../setup/wait.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const PARTS = [
  'scripts',
  'packages/web',
  'packages/client',
  'packages/protocol',
  'package-lock.json',
]

/** A copy of what the dashboard is made of, not built yet; it does nothing, so that it is soon built. */
function sources(t: Scope): string {
  const dir = temporaryFolder(t)
  const filter = (path: string) => !/^(node_modules|dist|\.dist-.*)$/.test(basename(path))
  for (const part of PARTS) {
    cpSync(join(ROOT, part), join(dir, part), { recursive: true, preserveTimestamps: true, filter })
  }
  cpSync(join(ROOT, 'tsconfig.json'), join(dir, 'tsconfig.json'))
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'))
  writeFileSync(join(dir, 'packages/web/src/main.tsx'), 'document.title = "built"\n')
  return dir
}

/** What `npm start` does before it starts; resolves with what that has said. */
function build(dir: string, node = process.execPath): string {
  const script = join(dir, 'scripts/dashboard.sh')
  const { status, stderr } = spawnSync('sh', [script, node], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return stderr
}

/** In the place of Node: only marks the dashboard as built. */
function quickBuilder(dir: string): string {
  const path = join(dir, 'quick-builder')
  const script = '#!/bin/sh\nmkdir -p packages/web/dist && touch packages/web/dist/.built\n'
  writeFileSync(path, script, { mode: 0o755 })
  return path
}

function startBuild(t: Scope, dir: string): ChildProcess {
  const child = spawn(process.execPath, [join(dir, 'packages/web/build/main.ts')], {
    stdio: 'inherit',
  })
  cleanUp(t, () => void child.kill('SIGKILL'))
  return child
}

/** The page is there, and so is every file that it names. */
function assertWhole(dir: string): void {
  const dist = join(dir, 'packages/web/dist')
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const files = [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => path!)
  assert.ok(files.some((path) => path.endsWith('.js')))
  for (const path of files) assert.ok(existsSync(join(dist, path)), path)
  assert.ok(existsSync(join(dist, '.built')))
}

test('the first page needs 185 KB of JavaScript at most, packed', () => {
  const dist = join(ROOT, 'packages/web/dist')
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const scripts = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(
    ([, path]) => path!,
  )
  const sizes = scripts.map((path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length)
  const sum = sizes.reduce((sum, size) => sum + size, 0)
  assert.ok(
    sum > 0 && sum <= 185_000,
    `${scripts.map((path, at) => `${path} ${sizes[at]}`).join('\n')}`,
  )
})

const built = sources(wholeFile)

test('the dashboard is built where it is missing, and only then', () => {
  const dir = built
  assert.equal(build(dir), 'Building the dashboard ...\n')
  assertWhole(dir)
  assert.equal(build(dir), '')
})

test('text is there compressed as well', () => {
  const files = readdirSync(join(ROOT, 'packages/web/dist/assets'))
  const script = files.find((name) => name.endsWith('.js'))!
  assert.ok(files.includes(`${script}.br`))
  assert.ok(files.includes(`${script}.gz`))
})

test('it is built again after a change of what it is made of, not of anything else', (t) => {
  const dir = sources(t)
  const builder = quickBuilder(dir)
  const touch = (path: string) => utimesSync(join(dir, path), new Date(), new Date())
  build(dir, builder)
  for (const path of [
    'packages/web/src/main.tsx',
    'packages/web/index.html',
    'packages/web/vite.config.ts',
    'packages/client/src/index.ts',
    'packages/protocol/src/routes/index.ts',
    'package-lock.json',
  ]) {
    touch(path)
    assert.match(build(dir, builder), /Building/, path)
    assert.equal(build(dir, builder), '', path)
  }
  rmSync(join(dir, 'packages/client/src/index.ts'))
  assert.match(build(dir, builder), /Building/)
  for (const path of ['packages/client/test', 'packages/web', 'scripts/dashboard.sh']) {
    touch(path)
    assert.equal(build(dir, builder), '', path)
  }
})

test('builds at the same time leave one whole dashboard and nothing else', async (t) => {
  const dir = sources(t)
  const builds = Array.from({ length: 2 }, () => once(startBuild(t, dir), 'exit'))
  for (const [code] of await Promise.all(builds)) assert.equal(code, 0)
  assertWhole(dir)
  const left = readdirSync(join(dir, 'packages/web')).filter((name) => name.startsWith('.dist'))
  assert.deepEqual(left, [])
})

test('a build that is killed leaves the dashboard as it was', async (t) => {
  const dir = built
  const before = readFileSync(join(dir, 'packages/web/dist/index.html'), 'utf8')
  const child = startBuild(t, dir)
  await waitFor('the build to write', () =>
    readdirSync(join(dir, 'packages/web')).some((name) => name.startsWith('.dist')),
  )
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.equal(readFileSync(join(dir, 'packages/web/dist/index.html'), 'utf8'), before)
  assertWhole(dir)
})
