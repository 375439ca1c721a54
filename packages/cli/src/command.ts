import type { Kit } from './kit/kit.ts'

/** What a word of a command line names; completion offers what there is of it. */
export type Kind =
  | 'task'
  | 'desktop'
  | 'invitation'
  | 'approval'
  | 'key'
  | 'context'
  | 'label'
  | 'file'

export interface Argument {
  name: string
  about: string
  kind?: Kind
  choices?: readonly string[]
  optional?: true
  /** All words that are left. */
  many?: true
}

export interface Option {
  /** As the parser takes them: `-d, --desktop <name>`. */
  flags: string
  about: string
  kind?: Kind
  choices?: readonly string[]
  /** The variable that stands for it. */
  env?: string
  /** May be given several times. */
  many?: true
  hidden?: true
}

/** What was given: words in their order, options by their names in camel case. */
export interface Call {
  args: string[]
  // biome-ignore lint/suspicious/noExplicitAny: each command knows its own options, by its entry in the table.
  options: any
}

interface About {
  /** The words that call it: `tasks list`. */
  name: string
  /** A sentence without its full stop. */
  about: string
  /** Further paragraphs for its help. */
  more?: readonly string[]
  args?: readonly Argument[]
  options?: readonly Option[]
  examples?: readonly [line: string, what: string][]
  hidden?: true
}

/** Works on this machine. */
interface LocalCommand extends About {
  /** `all`: the whole table. */
  act: (call: Call, all: readonly Command[]) => Promise<unknown>
}

/** Speaks to a server. A number that `ask` gives is the exit code; anything else: 0. */
interface RemoteCommand extends About {
  /** What it shows: a list of things, one thing, or what goes on. */
  shows: 'list' | 'value' | 'stream'
  /** What follows its first word is taken as it is, also where it begins with a dash. */
  passesOn?: true
  ask: (kit: Kit, call: Call) => Promise<unknown>
  /** With its option `--offline` it works on this machine, without a server. */
  offline?: (call: Call) => Promise<unknown>
}

/**
 * A command, as the parser, the help, the completions and docs/cli.md have it. Its code is loaded when it
 * is the one that is called.
 */
export type Command = LocalCommand | RemoteCommand
