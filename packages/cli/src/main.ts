#!/usr/bin/env node
import { Command, Option } from 'commander'

if (process.pid === 1) (await import('./first-process.ts')).giveUpFirstPlace()

// An empty variable is an unset one, as compose files and shells leave them.
for (const [name, value] of Object.entries(process.env)) {
  if (name.startsWith('MISSION_CONTROL_') && value === '') delete process.env[name]
}

// What is printed may go to a disk that is full: then it is lost, and the work goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

/** Each command's code is loaded only when it is the one that is run: a runner needs no server. */
const program = new Command('mission-control')
  .description('The control plane for a fleet of AI desktops that never loses a run')
  .showHelpAfterError()

program
  .command('serve')
  .description('Start the server, with this machine as a desktop')
  .action(async () => (await import('./serve.ts')).serve())

const runner = program
  .command('runner')
  .description('Make this machine a desktop of a server')
  .addOption(
    // Not for the commands below it, so it can't be mandatory to the parser.
    new Option('--server <url>', "the server's address").env('MISSION_CONTROL_URL'),
  )
  .addOption(
    new Option(
      '--credential <credential>',
      "the desktop's credential (better in the environment: ps shows arguments)",
    ).env('MISSION_CONTROL_CREDENTIAL'),
  )
  .option(
    '--dir <folder>',
    "the runner's own folder (default: one for each desktop in the user's state folder)",
  )
  .addOption(
    new Option('--work-dir <folder>', 'where commands run (default: "work" in the own folder)').env(
      'MISSION_CONTROL_WORK_DIR',
    ),
  )
  .addOption(
    new Option('--concurrency <n>', 'commands at a time (default: cores × 4)').env(
      'MISSION_CONTROL_CONCURRENCY',
    ),
  )
  .addOption(
    new Option(
      '--pass-env <names>',
      'further variables that commands inherit, separated by commas',
    ).env('MISSION_CONTROL_PASS_ENV'),
  )
  .addOption(new Option('--until-stdin-ends', 'stop when standard input ends').hideHelp())
  .action(async (options, command: Command) => {
    if (!options.server) command.error("error: required option '--server <url>' not specified")
    await (await import('./runner.ts')).runRunner(options)
  })

const agent = runner
  .command('agent')
  .description("This desktop's AI agent (the folder: --dir, or by its credential)")

agent
  .command('set')
  .argument('[kind]', 'builtin, acp, chat, off, or a known program; leave it out to list them')
  .option('--base-url <url>', 'where the model is, up to and with /v1')
  .addOption(
    new Option('--api-key <key>', 'its key (better in the environment: ps shows arguments)').env(
      'MISSION_CONTROL_AGENT_API_KEY',
    ),
  )
  .option('--model <name>')
  .option('--provider <name>', 'of builtin: anthropic, openai, openrouter or compatible')
  .option('--command <command>', 'of acp: what starts the agent, or the name of a known program')
  .option('--agent-env <names>', 'of acp: variables for the agent, separated by commas')
  .option(
    '--header <line>',
    'of builtin and chat: "Name: value", for each request; may be repeated (keys better in the environment)',
    (line: string, before: string[] = []) => [...before, line],
  )
  .option('--mode <id>', 'of acp: the session mode')
  .option('--mcp <file>', 'of builtin and acp: MCP servers, as JSON')
  .description("Set the agent up in the runner's folder; its limits come from the environment")
  .action(async (kind, _, command: Command) => {
    if (kind === undefined)
      process.stdout.write(`${(await import('./agent-presets.ts')).choices()}\n`)
    else (await import('./agent.ts')).setAgent(kind, command.optsWithGlobals())
  })

agent
  .command('test')
  .description('Ask the agent whether it is ready')
  .action(async (_, command: Command) =>
    (await import('./agent.ts')).testAgent(command.optsWithGlobals()),
  )

agent
  .command('remove')
  .description("Remove the set-up from the runner's folder")
  .action(async (_, command: Command) =>
    (await import('./agent.ts')).removeAgent(command.optsWithGlobals()),
  )

program
  .command('keys')
  .description('API keys')
  .command('create')
  .argument('<name>', 'what the key is for')
  .description("Create an API key for the owner, straight in this machine's data directory")
  .action(async (name) => (await import('./keys.ts')).createKey(name))

program
  .command('set-up-link')
  .description(
    "Create a one-time link by which the owner chooses e-mail and password, straight in this machine's data directory",
  )
  .action(async () => (await import('./set-up-link.ts')).createSetUpLink())

try {
  await program.parseAsync()
} catch (error) {
  const { explain } = await import('./explain.ts')
  process.stderr.write(`${explain(error)}\n`)
  // Whatever it has begun, a server that listens for example, ends with it.
  process.exit(1)
}
