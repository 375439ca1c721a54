/**
 * Is the tree formatted, linted, typed, importing in the right direction, free of what nobody
 * uses, does it speak with one voice, and does its API's document? Runs each tool, shows the output of those that complain; exit code 1 if any does.
 */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'

const root = resolve(import.meta.dirname, '..')

const TOOLS = {
  'format, lint, import direction': ['biome', 'check', '--error-on-warnings', '.'],
  types: typesOf('.'),
  'types of the benches and the end-to-end tests': typesOf('bench'),
  'types of the dashboard': typesOf('packages/web'),
  'nothing unused': ['knip', '--no-progress', '--no-config-hints'],
  'words as in docs/contributing/voice.md': [process.execPath, 'scripts/words.ts'],
  "the API's document, by published linters": [process.execPath, 'scripts/api-document.ts'],
}

/** What was found is kept: a second time only what has changed since is read, a tenth of the work. */
function typesOf(project: string): [string, ...string[]] {
  const found = `${project}/node_modules/.cache/types.json`
  return ['tsc', '--noEmit', '--project', project, '--incremental', '--tsBuildInfoFile', found]
}

interface Verdict {
  fine: boolean
  output: string
}

async function run([tool, ...args]: string[]): Promise<Verdict> {
  // Some tools are Node programs: they get this Node, whatever the machine's own is.
  const path = [resolve(process.execPath, '..'), process.env.PATH].join(':')
  const child = spawn(resolve(root, 'node_modules/.bin', tool as string), args, {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const code = new Promise<number | null>((done, failed) => {
    child.once('error', failed).once('close', done)
  })
  const [out, err, exit] = await Promise.all([text(child.stdout), text(child.stderr), code])
  return { fine: exit === 0, output: (out + err).trimEnd() }
}

const verdicts = await Promise.all(
  Object.entries(TOOLS).map(async ([what, command]) => ({ what, ...(await run(command)) })),
)

for (const { what, fine, output } of verdicts) {
  console.log(fine ? `✔ ${what}` : `✖ ${what}\n${output}\n`)
}
process.exitCode = verdicts.every(({ fine }) => fine) ? 0 : 1
