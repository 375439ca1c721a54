import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Licensed {
  name: string
  version: string
  license: string
  text: string
}

/** What of others is inside, with their terms: of each package that one of these files is of. */
export function licencesOf(files: Iterable<string>): string {
  const found = new Map<string, Licensed>()
  for (const file of files) {
    const folder = packageFolderOf(file)
    if (folder !== undefined && !found.has(folder)) found.set(folder, read(folder))
  }
  const packages = [...found.values()].sort((a, b) => keyOf(a).localeCompare(keyOf(b), 'en'))
  const list = packages.map(({ name, version, license }) => `- ${name} ${version}: ${license}`)
  const texts = packages.map((each) => `## ${each.name} ${each.version}\n\n${each.text.trim()}\n`)
  return `# What is inside\n\nMission Control is under the MIT licence (LICENSE). It holds parts of these packages:\n\n${list.join('\n')}\n\n${texts.join('\n')}`
}

const keyOf = ({ name, version }: Licensed) => `${name}@${version}`

function packageFolderOf(file: string): string | undefined {
  const [path] = file.split('?', 1) as [string]
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0]
}

function read(folder: string): Licensed {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (typeof license !== 'string') throw new Error(`${name} doesn't say its licence`)
  return {
    name,
    version,
    license,
    text: textIn(folder) ?? `${license}, without a text of its own.`,
  }
}

function textIn(folder: string): string | undefined {
  const name = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each))
  if (name !== undefined) return readFileSync(join(folder, name), 'utf8')
  // A native part's is that of the package that it belongs to.
  const [, owner] = /@koromix\/(koffi)-/.exec(folder) ?? []
  const beside = owner && join(dirname(dirname(folder)), owner)
  return beside && existsSync(beside) ? textIn(beside) : undefined
}
