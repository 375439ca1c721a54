import type { Command, Option } from './command.ts'

const CONTEXT: Option = {
  flags: '--context <name>',
  about: 'the server to ask, as `login` has named it',
  kind: 'context',
}
const JSON_OPTION: Option = { flags: '--json', about: 'as JSON, for programs' }
const TEMPLATE: Option = {
  flags: '--template <text>',
  about: 'each as this text, with {{field}} in it',
}
const QUIET: Option = { flags: '-q, --quiet', about: 'ids only' }

/** All options of a command: its own, then those that its kind has. */
export function optionsOf(command: Command): Option[] {
  const own = command.options ?? []
  if (!('ask' in command)) return [...own]
  const shared = command.shows === 'stream' ? [JSON_OPTION] : [JSON_OPTION, TEMPLATE, QUIET]
  return [...own, ...shared, CONTEXT]
}
