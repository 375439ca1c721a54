import { execFileSync } from 'node:child_process'
import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { ROOT } from './places.ts'

/** What the SDK's types speak of, below `types`. */
const PLACES: Record<string, string> = {
  '@mission-control/protocol': 'protocol/src/index.js',
  zod: 'zod/index.js',
  unbash: 'unbash/dist/parser.js',
}
const FOREIGN = ['zod', 'unbash']

/** The SDK's types, whole: those of the packages that they speak of lie beside them. */
export function types(dir: string): void {
  const project = join(ROOT, 'packages/package/tsconfig.sdk.json')
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [compiler, '--project', project, '--outDir', dir], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  for (const path of globSync('**/*.d.ts', { cwd: dir })) {
    const file = join(dir, path)
    writeFileSync(file, relinked(readFileSync(file, 'utf8'), dirname(path)))
  }
  for (const name of FOREIGN) {
    const folder = join(ROOT, 'node_modules', name)
    for (const path of globSync('**/*.d.ts', { cwd: folder })) {
      cpSync(join(folder, path), join(dir, name, path))
    }
  }
}

/** Every import of a file in `folder`: by the names that the package has. */
function relinked(text: string, folder: string): string {
  return text.replace(/(from |import\()(['"])([^'"]+)\2/g, (_, before, quote, name) => {
    const known = Object.keys(PLACES).find((each) => name === each || name.startsWith(`${each}/`))
    const path = known ? placeOf(name, known, folder) : name.replace(/\.ts$/, '.js')
    return `${before}${quote}${path}${quote}`
  })
}

function placeOf(name: string, known: string, folder: string): string {
  const place = name === known ? PLACES[known]! : `${name}/index.js`
  const path = relative(folder, place)
  return path.startsWith('.') ? path : `./${path}`
}
