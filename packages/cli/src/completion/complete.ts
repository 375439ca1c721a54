import type { Call, Command, Kind, Option } from '../command.ts'
import { readContexts } from '../kit/contexts.ts'
import { type Kit, openKit } from '../kit/kit.ts'
import { print } from '../print.ts'
import { optionsOf } from '../shared-options.ts'

/** How long to wait for the server, in ms: a shell waits for this program, so a later answer is left out. */
const WITHIN = 2_000

/** Prints what may stand in the place of the last word, a line each. */
export async function complete({ args }: Call, all: readonly Command[]): Promise<void> {
  const words = args.slice(0, -1)
  const begun = args.at(-1) ?? ''
  const found = await candidates(all, words, begun)
  for (const each of found.filter((each) => each.startsWith(begun)).toSorted()) {
    print(each)
  }
  // A server that doesn't answer holds nobody up.
  process.exit(0)
}

async function candidates(
  all: readonly Command[],
  words: string[],
  begun: string,
): Promise<string[]> {
  const plain = words.filter((word) => !word.startsWith('-'))
  const command = longestOf(all, plain)
  const before = words.at(-1)
  const options = command ? optionsOf(command).filter(({ hidden }) => !hidden) : []
  const open = options.find(
    (option) => takesValue(option) && namesOf(option).includes(before ?? ''),
  )
  if (open) return [...(open.choices ?? []), ...(await valuesOf(open.kind))]
  if (begun.startsWith('-')) return [...options.flatMap(namesOf), '--help']
  if (!command) return nextWords(all, plain)
  const at = plain.length - command.name.split(' ').length
  const argument = command.args?.[at] ?? command.args?.findLast(({ many }) => many)
  return [
    ...nextWords(all, plain),
    ...(argument?.choices ?? []),
    ...(await valuesOf(argument?.kind)),
  ]
}

/** The command with the longest name that the words begin with. */
function longestOf(all: readonly Command[], words: string[]): Command | undefined {
  const called = all.filter(({ name }) => `${words.join(' ')} `.startsWith(`${name} `))
  return called.toSorted((a, b) => b.name.length - a.name.length)[0]
}

/** The words that may follow these in the name of a command. */
function nextWords(all: readonly Command[], words: string[]): string[] {
  const names = all.filter(({ hidden }) => !hidden).map(({ name }) => name.split(' '))
  const going = names.filter((name) => words.every((word, at) => name[at] === word))
  return [...new Set(going.flatMap((name) => name[words.length] ?? []))]
}

function namesOf({ flags }: Option): string[] {
  return flags.match(/--?[\w-]+/g) ?? []
}

function takesValue({ flags }: Option): boolean {
  return flags.includes('<')
}

async function valuesOf(kind: Kind | undefined): Promise<string[]> {
  if (kind === undefined || kind === 'file') return []
  if (kind === 'context') return Object.keys(readContexts().contexts)
  try {
    return await namesFrom(kind, openKit({}))
  } catch {
    return [] // Without a server there are no names; a shell shows no errors here.
  }
}

async function namesFrom(kind: Kind, { client }: Kit): Promise<string[]> {
  const options = { signal: AbortSignal.timeout(WITHIN), retries: 0 }
  switch (kind) {
    case 'desktop':
      return ['@last', ...(await client.desktops.list(options)).map(({ name }) => name)]
    case 'label':
      return [...new Set((await client.desktops.list(options)).flatMap(({ labels }) => labels))]
    case 'task':
      return ['@last', ...(await client.tasks.list({ limit: 50 }, options)).map(({ id }) => id)]
    case 'approval':
      return (await client.approvals.list({ kind: 'all' }, options)).map(({ id }) => id)
    case 'invitation':
      return (await client.desktops.joinTokens.list(options)).map(({ id }) => id)
    case 'key':
      return (await client.apiKeys.list(options)).map(({ id }) => id)
    default:
      return []
  }
}
