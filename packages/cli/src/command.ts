import type { Kit } from './kit/kit.ts'

/** What a word of a command line names, so that completion can offer it. */
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
  /** The environment variable that stands in for the option. */
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
  /** The words that call the command: `tasks list`. */
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
  /** What the command shows: a list of things, one thing, or events as they happen. */
  shows: 'list' | 'value' | 'stream'
  /** Words after the first one are taken as they are, even if they begin with a dash. */
  passesOn?: true
  ask: (kit: Kit, call: Call) => Promise<unknown>
  /** What the option `--offline` does: the command's work on this machine, without a server. */
  offline?: (call: Call) => Promise<unknown>
}

/**
 * A command, from which the parser, the help, the completions and docs/cli.md are made. Its code is loaded
 * when it is called.
 */
export type Command = LocalCommand | RemoteCommand
