/**
 * Do two published linters find nothing in the API's document? Made by its function, without a server.
 * The verdict is kept: as long as nothing changes, they aren't even installed.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { published } from '../e2e/setup/published.ts'
import { openApiDocument } from '../packages/server/src/http/openapi/document.ts'

const CACHE = join(import.meta.dirname, '../node_modules/.cache/api-document')
const LINTERS = join(import.meta.dirname, '../e2e/published/openapi-linters')
const SETTINGS = ['package-lock.json', 'redocly.yaml', 'spectral.yaml']

const document = JSON.stringify(openApiDocument('0.0.0'), null, 2)
const judged = createHash('sha256').update(document)
for (const name of SETTINGS) judged.update(readFileSync(join(LINTERS, name)))
const verdict = join(CACHE, 'fine')
const digest = judged.digest('hex')

if (!existsSync(verdict) || readFileSync(verdict, 'utf8') !== digest) {
  const bin = join(await published('openapi-linters'), '.bin')
  mkdirSync(CACHE, { recursive: true })
  const file = join(CACHE, 'openapi.json')
  writeFileSync(file, document)
  const lint = (tool: string, ...settings: string[]) => {
    // They would tell their makers that they run, and ask whether there is a newer one.
    const env = {
      ...process.env,
      REDOCLY_TELEMETRY: 'off',
      REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    }
    const args = [join(bin, tool), 'lint', ...settings, file]
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
    if (status !== 0) console.log(`${tool}:\n${stdout}${stderr}`)
    return status === 0
  }
  const found = [
    lint('redocly', '--config', join(LINTERS, 'redocly.yaml'), '--format', 'stylish'),
    lint('spectral', '--ruleset', join(LINTERS, 'spectral.yaml'), '--fail-severity', 'hint'),
  ]
  if (found.every(Boolean)) writeFileSync(verdict, digest)
  else process.exitCode = 1
}
