import { Command as Parser, Argument as ParserArgument, Option as ParserOption } from 'commander'
import type { Call, Command, Option } from './command.ts'
import { EXIT } from './exit-codes.ts'
import { optionsOf } from './shared-options.ts'

/** What the groups of commands are about, by their words. */
export type Groups = Readonly<Record<string, string>>

/** The parser of the table; `perform` carries out what was called. */
export function parserOf(
  commands: readonly Command[],
  groups: Groups,
  perform: (command: Command, call: Call) => Promise<unknown>,
): Parser {
  const program = new Parser('mission-control')
    .description('The control plane for a fleet of AI desktops that never loses a run')
    .enablePositionalOptions()
    .showHelpAfterError()
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT.usage))
  const made = new Map<string, Parser>([['', program]])
  for (const command of commands) {
    const parser = parserFor(command.name, command.hidden)
    describe(parser, command)
    parser.action(async () => {
      await perform(command, {
        args: parser.processedArgs.flat(),
        options: parser.optsWithGlobals(),
      })
    })
  }
  return program

  /** The parser of these words, and before it those of its groups. */
  function parserFor(name: string, hidden = false): Parser {
    const known = made.get(name)
    if (known) return known
    const words = name.split(' ')
    const parent = parserFor(words.slice(0, -1).join(' '))
    const parser = parent.command(words.at(-1) as string, { hidden })
    parser.description(groups[name] ?? '').helpCommand(false)
    made.set(name, parser)
    return parser
  }
}

function describe(parser: Parser, command: Command): void {
  parser.description([command.about, ...(command.more ?? [])].join('\n\n'))
  parser.summary(command.about)
  parser.showHelpAfterError('(--help says more)')
  for (const argument of command.args ?? []) {
    const { name, about, optional, many, choices } = argument
    const words = many ? `${name}...` : name
    const made = new ParserArgument(optional ? `[${words}]` : `<${words}>`, about)
    parser.addArgument(choices ? made.choices([...choices]) : made)
  }
  for (const option of optionsOf(command)) parser.addOption(parserOption(option))
  // Its options may also stand behind the words of a command below it: `runner agent test --dir …`.
  parser.enablePositionalOptions(false)
  if ('passesOn' in command) parser.passThroughOptions()
  const examples = command.examples ?? []
  if (examples.length > 0)
    parser.addHelpText('after', `\nExamples:\n${examples.map(exampleText).join('\n')}`)
}

function parserOption({ flags, about, env, many, hidden, choices }: Option): ParserOption {
  const option = new ParserOption(flags, about)
  if (env) option.env(env)
  if (choices) option.choices([...choices])
  if (hidden) option.hideHelp()
  if (many) option.argParser((each: string, before: string[] = []) => [...before, each])
  return option
}

function exampleText([line, what]: readonly [string, string]): string {
  return `  ${what}:\n    $ ${line}`
}
