import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './places.ts'

const { version, license, description } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
) as Record<'version' | 'license' | 'description', string>

export { version }

/** The package's own package.json: it needs nothing else, and runs nothing when it is installed. */
export function manifest(): string {
  const sdk = { types: './types/client/src/index.d.ts', default: './lib/client/index.js' }
  const content = {
    name: 'mission-control',
    version,
    description,
    license,
    type: 'module',
    engines: { node: '>=24.9' },
    bin: { 'mission-control': 'bin/mission-control.js' },
    exports: { './client': sdk, './package.json': './package.json' },
  }
  return `${JSON.stringify(content, null, 2)}\n`
}
