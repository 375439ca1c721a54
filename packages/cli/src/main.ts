#!/usr/bin/env node
import type { Call, Command } from './command.ts'
import { COMMANDS, GROUPS } from './commands/index.ts'
import { parserOf } from './parser.ts'

if (process.pid === 1) (await import('./first-process.ts')).giveUpFirstPlace()

// An empty variable is an unset one, as compose files and shells leave them.
for (const [name, value] of Object.entries(process.env)) {
  if (name.startsWith('MISSION_CONTROL_') && value === '') delete process.env[name]
}

// Output may go to a full disk: then it is lost, and the work goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

async function perform(command: Command, call: Call): Promise<unknown> {
  if ('act' in command) return await command.act(call, COMMANDS)
  if (call.options.offline && command.offline) return await command.offline(call)
  const { openKit } = await import('./kit/kit.ts')
  const kit = openKit(call.options)
  const code = await command.ask(kit, call)
  if (typeof code === 'number') process.exitCode = code
}

/** The commands that the first word may mean: making parsers for all takes longer than a request. */
function meant(all: readonly Command[], word: string | undefined): readonly Command[] {
  const some = all.filter(({ name }) => name.split(' ', 1)[0] === word)
  return some.length > 0 ? some : all
}

try {
  await parserOf(meant(COMMANDS, process.argv[2]), GROUPS, perform).parseAsync()
} catch (error) {
  const { explain } = await import('./explain.ts')
  const { words, exitCode } = explain(error, process.argv.includes('--json'))
  process.stderr.write(`${words}\n`)
  // Ends whatever is still open, for example a server that listens.
  process.exit(exitCode)
}
