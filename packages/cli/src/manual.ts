import type { Argument, Command } from './command.ts'
import { EXIT_MEANINGS, RUN_ENDS } from './exit-codes.ts'
import { optionsOf } from './shared-options.ts'

const BEGINNING = `<!-- Made by \`npm run --silent mission-control -- manual > docs/cli.md\`: change packages/cli/src/commands. -->

# The command line

\`mission-control\` is the whole API for people and scripts. In a clone of the repository it is \`npm run --silent mission-control -- …\`. \`alias mc=mission-control\` makes it short; the completions know both.

## Which server

\`mission-control login URL\` keeps a key in \`$XDG_CONFIG_HOME/mission-control/contexts.json\` (\`~/.config/…\`), which only you can read. With several servers, \`contexts use\` chooses one and \`--context NAME\` asks another. \`MISSION_CONTROL_URL\` and \`MISSION_CONTROL_API_KEY\` win over both. A key that was kept for one address is never sent to another.

## Names

Wherever a command takes an id, it takes the beginning of one as well, if no other begins so, and \`@last\`: what your last command named or made. Desktops and keys also go by their names.

## For programs

- \`--json\` prints one document, or a line for each event of what goes on (\`run\`, \`attach\`, \`tasks logs\`, \`activity\`, \`chat\`). An error is a problem document on standard error.
- \`--template '{{id}} {{status}}'\` prints fields; \`-q\` prints ids.
- Results go to standard output, everything else to standard error. Colours and widths are for terminals; \`NO_COLOR\` is heeded.
`

/** docs/cli.md: what the table of commands says, as a page. */
export function manual(commands: readonly Command[]): string {
  const shown = commands.filter(({ hidden }) => !hidden)
  return [BEGINNING, exitCodes(), '## Commands\n', ...shown.map(sectionOf)].join('\n')
}

function exitCodes(): string {
  return `## Exit codes

| code | meaning |
|---|---|
${EXIT_MEANINGS.map(rowOf).join('\n')}

\`run\`, \`attach\` and \`tasks wait\` end with the exit code of the command, and where it has none:

| code | meaning |
|---|---|
${RUN_ENDS.map(rowOf).join('\n')}

Of several tasks the highest counts. Where \`run\` itself fails, as with a wrong option, standard error says so.
`
}

function sectionOf(command: Command): string {
  const { name, about, more = [], args = [], examples = [] } = command
  const words = args.map(usageOf)
  const options = optionsOf(command).filter(({ hidden }) => !hidden)
  const usage = ['mission-control', name, ...(options.length > 0 ? ['[options]'] : []), ...words]
  const rows = [
    ...args.map((arg): [string, string] => [usageOf(arg), arg.about]),
    ...options.map((option): [string, string] => [option.flags, withChoices(option)]),
  ]
  return [
    `### ${name}\n`,
    `${about}.\n`,
    ...more.map((each) => `${each}\n`),
    `\`\`\`text\n${usage.join(' ')}\n\`\`\`\n`,
    ...(rows.length > 0 ? [`| | |\n|---|---|\n${rows.map(rowOf).join('\n')}\n`] : []),
    ...examples.map(([line, what]) => `${what}:\n\n\`\`\`text\n${line}\n\`\`\`\n`),
  ].join('\n')
}

function withChoices({ about, choices, env }: ReturnType<typeof optionsOf>[number]): string {
  const one = choices ? ` (${choices.join(', ')})` : ''
  return `${about}${one}${env ? ` (\`${env}\`)` : ''}`
}

function usageOf({ name, optional, many }: Argument): string {
  const words = many ? `${name}...` : name
  return optional ? `[${words}]` : `<${words}>`
}

function rowOf([left, right]: readonly [string | number, string]): string {
  return `| \`${left}\` | ${right.replaceAll('|', '\\|')} |`
}
