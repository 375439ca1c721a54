/**
 * Takes every page of the dashboard in every look, from a real server with real runners.
 *
 *   npm run screenshots [-- [--docs] [--crowded] [NAME...]]
 *
 * They go to screenshots/, which git ignores; with --docs those that the documentation shows go to
 * docs/screenshots/ as well. --crowded: desktops with names of 100 characters, and 200 tasks more. Names, as in pages.ts, take only these pages.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startChromium } from '../setup/chromium.ts'
import { within } from '../setup/within.ts'
import { SHOTS } from './pages.ts'
import { startSample } from './sample.ts'
import { type Picture, signIn, takeAll } from './take.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const ALL = join(ROOT, 'screenshots')
const DOCS = join(ROOT, 'docs/screenshots')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    docs: { type: 'boolean', default: false },
    crowded: { type: 'boolean', default: false },
  },
})
const names = SHOTS.map(({ name }) => name)
const unknown = positionals.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. Expected some of ${names.join(', ')}.`)
  process.exit(1)
}
const wanted = SHOTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const beforeSetUp = wanted.filter(({ visitor }) => visitor === 'new')
const afterSetUp = wanted.filter(({ visitor }) => visitor !== 'new')

await within(async (scope) => {
  const browser = await startChromium(scope)
  console.log('Starting a server with a fleet at work ...')
  const sample = await startSample(scope, values.crowded)
  for await (const picture of takeAll(browser, sample, beforeSetUp, undefined, failed)) {
    keep(picture)
  }
  const session = await signIn(browser, sample)
  for await (const picture of takeAll(browser, sample, afterSetUp, session, failed)) {
    keep(picture)
  }
})

function keep({ shot, look, png }: Picture): void {
  const file = `${values.crowded ? 'crowded-' : ''}${shot.name}-${look.name}.png`
  const folders = values.docs && shot.docs?.includes(look.name) ? [ALL, DOCS] : [ALL]
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, file), png)
  }
  console.log(file)
}

function failed(what: string, error: unknown): void {
  console.error(`${what}: ${(error as Error).message}`)
  process.exitCode = 1
}
