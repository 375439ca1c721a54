import type { Command } from '../command.ts'
import { CommandError } from '../command-error.ts'

/** What works on this machine. */
export const machineCommands: readonly Command[] = [
  {
    name: 'serve',
    about: 'Start the server, with this machine as a desktop',
    act: async () => (await import('../serve.ts')).serve(),
  },
  {
    name: 'runner',
    about: 'Make this machine a desktop of a server',
    options: [
      // A folder that has joined a server knows it.
      { flags: '--server <url>', about: "the server's address", env: 'MISSION_CONTROL_URL' },
      {
        flags: '--credential <credential>',
        about: "the desktop's credential (better in the environment: ps shows arguments)",
        env: 'MISSION_CONTROL_CREDENTIAL',
      },
      {
        flags: '--dir <folder>',
        about: "the runner's own folder (default: one for each desktop in the user's state folder)",
        kind: 'file',
      },
      {
        flags: '--work-dir <folder>',
        about: 'where commands run (default: "work" in the own folder)',
        env: 'MISSION_CONTROL_WORK_DIR',
        kind: 'file',
      },
      {
        flags: '--concurrency <n>',
        about: 'commands at a time (default: cores × 4)',
        env: 'MISSION_CONTROL_CONCURRENCY',
      },
      {
        flags: '--pass-env <names>',
        about: 'further variables that commands inherit, separated by commas',
        env: 'MISSION_CONTROL_PASS_ENV',
      },
      { flags: '--until-stdin-ends', about: 'stop when standard input ends', hidden: true },
      {
        flags: '--trial',
        about: 'once the server has seen it, be the current version',
        hidden: true,
      },
    ],
    act: async ({ options }) => await (await import('../runner.ts')).runRunner(options),
  },
  {
    name: 'runner agent set',
    about: "Set the agent up in the runner's folder; its limits come from the environment",
    args: [
      {
        name: 'kind',
        about: 'builtin, acp, chat, off, or a known program; leave it out to list them',
        optional: true,
      },
    ],
    options: [
      { flags: '--base-url <url>', about: 'where the model is, up to and with /v1' },
      {
        flags: '--api-key <key>',
        about: 'its key (better in the environment: ps shows arguments)',
        env: 'MISSION_CONTROL_AGENT_API_KEY',
      },
      { flags: '--model <name>', about: 'which model' },
      {
        flags: '--provider <name>',
        about: 'of builtin: anthropic, openai, openrouter or compatible',
      },
      {
        flags: '--command <command>',
        about: 'of acp: what starts the agent, or the name of a known program',
      },
      {
        flags: '--agent-env <names>',
        about: 'of acp: variables for the agent, separated by commas',
      },
      {
        flags: '--header <line>',
        about:
          'of builtin and chat: "Name: value", for each request; may be repeated (keys better in the environment)',
        many: true,
      },
      { flags: '--mode <id>', about: 'of acp: the session mode' },
      { flags: '--mcp <file>', about: 'of builtin and acp: MCP servers, as JSON', kind: 'file' },
    ],
    act: async ({ args: [kind], options }) => {
      if (kind === undefined) {
        process.stdout.write(`${(await import('../agent-presets.ts')).choices()}\n`)
      } else (await import('../agent.ts')).setAgent(kind, options)
    },
  },
  {
    name: 'runner agent test',
    about: 'Ask the agent whether it is ready',
    act: async ({ options }) => (await import('../agent.ts')).testAgent(options),
  },
  {
    name: 'runner agent remove',
    about: "Remove the set-up from the runner's folder",
    act: async ({ options }) => (await import('../agent.ts')).removeAgent(options),
  },
  {
    name: 'move',
    about: 'Copy everything between a data directory and PostgreSQL, either way, and compare it',
    more: [
      'A home is a data directory, or an address that begins with postgres://. No server may run on either. The source is only read. A move that was stopped goes on when it is called again.',
    ],
    options: [
      { flags: '--from <home>', about: 'where everything is' },
      { flags: '--to <home>', about: 'where it is to be; it must be empty' },
    ],
    examples: [
      ['move --from ./data --to postgres://localhost/mission_control', 'to PostgreSQL'],
      ['move --from postgres://localhost/mission_control --to ./data', 'and back'],
    ],
    act: async ({ options: { from, to } }) => {
      if (!from || !to) throw new CommandError('usage', 'move needs --from <home> and --to <home>')
      await (await import('../move.ts')).move({ from, to })
    },
  },
  {
    name: 'backup',
    about:
      "Copy the SQLite database of this machine's data directory to a file, while the server runs",
    more: [
      'The copy holds everything that was acknowledged before the command began. To restore it: stop the server, copy it over mission-control.db in the data directory, remove mission-control.db-wal and -shm, and start the server.',
    ],
    args: [{ name: 'file', about: 'a file that is not there yet' }],
    examples: [['backup /var/backups/mission-control-$(date +%F).db', 'one for each day']],
    act: async ({ args: [file] }) => (await import('../back-up.ts')).makeBackup(file as string),
  },
  {
    name: 'set-up-link',
    about:
      "Create a one-time link by which the owner chooses e-mail and password, straight in this machine's data directory",
    act: async () => (await import('../set-up-link.ts')).createSetUpLink(),
  },
]
