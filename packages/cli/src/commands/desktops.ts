import type { Argument, Command } from '../command.ts'

const DESKTOP: Argument = { name: 'desktop', about: 'which one', kind: 'desktop' }

export const desktopCommands: readonly Command[] = [
  {
    name: 'desktops list',
    about: 'List the desktops, oldest first',
    options: [
      {
        flags: '-l, --label <label>',
        about: 'those that have it; repeated: that have them all',
        kind: 'label',
        many: true,
      },
    ],
    shows: 'list',
    ask: async (kit, call) => (await import('../desktops/list.ts')).listDesktops(kit, call),
  },
  {
    name: 'desktops show',
    about: 'Show a desktop',
    args: [DESKTOP],
    shows: 'value',
    ask: async (kit, call) => (await import('../desktops/show.ts')).showDesktop(kit, call),
  },
  {
    name: 'desktops invite',
    about: 'Make the line that a machine becomes a desktop by, and print it: it is shown only now',
    options: [
      { flags: '--name <name>', about: 'what the machines are called (default: {hostname})' },
      {
        flags: '-l, --label <label>',
        about: 'a label that they get; it may hold {hostname}',
        kind: 'label',
        many: true,
      },
      { flags: '--uses <number>', about: 'how many machines (default: 1; at most 1000)' },
      { flags: '--expires <time>', about: 'such as 30m, 2h or 7d (default: 1d; at most 30d)' },
    ],
    examples: [
      ['mission-control desktops invite', 'One machine, within a day'],
      ['mission-control desktops invite --uses 50 --label zone=b', 'Fifty with one line'],
    ],
    shows: 'value',
    ask: async (kit, call) => (await import('../desktops/invitations.ts')).invite(kit, call),
  },
  {
    name: 'desktops invitations',
    about: 'List the lines that still let machines in, newest first',
    shows: 'list',
    ask: async (kit, call) =>
      (await import('../desktops/invitations.ts')).listInvitations(kit, call),
  },
  {
    name: 'desktops uninvite',
    about: 'Revoke an invitation at once; machines that have joined stay',
    args: [{ name: 'invitation', about: 'which one', kind: 'invitation' }],
    shows: 'value',
    ask: async (kit, call) => (await import('../desktops/invitations.ts')).uninvite(kit, call),
  },
  {
    name: 'desktops rename',
    about: 'Rename a desktop',
    args: [DESKTOP, { name: 'name', about: 'its new name' }],
    shows: 'value',
    ask: async (kit, call) => (await import('../desktops/change.ts')).renameDesktop(kit, call),
  },
  {
    name: 'desktops label',
    about: 'Give a desktop labels, or take them away',
    args: [
      DESKTOP,
      { name: 'label', about: 'those to add, such as zone=b', optional: true, many: true },
    ],
    options: [{ flags: '--remove <label>', about: 'one to take away', kind: 'label', many: true }],
    examples: [
      ['mission-control desktops label atelier zone=b --remove old', 'One more, one less'],
    ],
    shows: 'value',
    ask: async (kit, call) => (await import('../desktops/change.ts')).labelDesktop(kit, call),
  },
  {
    name: 'desktops upgrade',
    about: "Upgrade a desktop's runner to the server's version",
    more: [
      'A runner that joined by a line upgrades itself: by default as soon as no task runs there. Commands go on meanwhile. One that does not work goes back to the version before, and no other is upgraded until it has been tried again.',
    ],
    args: [DESKTOP],
    options: [
      { flags: '--now', about: 'while tasks run there, too: they go on' },
      {
        flags: '--policy <policy>',
        about:
          'only say when: auto, ask (when you ask for it) or off (and a failure stops no other)',
        choices: ['auto', 'ask', 'off'],
      },
    ],
    examples: [
      ['mission-control desktops upgrade atelier', 'Upgrade it, or try again'],
      ['mission-control desktops upgrade atelier --policy ask', 'From now on only when asked'],
    ],
    shows: 'value',
    ask: async (kit, call) => (await import('../desktops/upgrade.ts')).upgradeDesktop(kit, call),
  },
  {
    name: 'desktops move',
    about: 'Move a desktop to another workspace of which you are an admin',
    more: [
      "What it has done stays in this workspace, and what runs there finishes here. It takes along its name, labels, time limit and upgrade policy. It leaves behind its chat, which is deleted, the agent that the server has set up, the permission rules and the scopes of its agent's key; in the other workspace it gets what new desktops get there.",
    ],
    args: [DESKTOP, { name: 'workspace', about: 'where it goes: by name or id' }],
    options: [{ flags: '-y, --yes', about: "don't ask" }],
    examples: [["mission-control desktops move atelier 'Build team'", 'To another workspace']],
    shows: 'value',
    ask: async (kit, call) => (await import('../desktops/move.ts')).moveDesktop(kit, call),
  },
  {
    name: 'desktops remove',
    about: 'Remove a desktop: its running tasks fail, its history stays',
    args: [DESKTOP],
    options: [{ flags: '-y, --yes', about: "don't ask" }],
    shows: 'value',
    ask: async (kit, call) => (await import('../desktops/change.ts')).removeDesktop(kit, call),
  },
  {
    name: 'desktops metrics',
    about: 'Show the load of a desktop, minute by minute',
    args: [DESKTOP],
    options: [{ flags: '--minutes <number>', about: 'how far back (default: 60; at most 1440)' }],
    shows: 'list',
    ask: async (kit, call) => (await import('../desktops/metrics.ts')).showMetrics(kit, call),
  },
  {
    name: 'agents show',
    about: "Show the server's set-up of a desktop's agent",
    args: [DESKTOP],
    shows: 'value',
    ask: async (kit, call) => (await import('../agents/show.ts')).showAgent(kit, call),
  },
  {
    name: 'agents set',
    about: "Set a desktop's agent up from the server",
    args: [
      DESKTOP,
      { name: 'kind', about: 'builtin, chat, acp, or a known program', optional: true },
    ],
    options: [
      {
        flags: '--provider <name>',
        about: 'of builtin: anthropic, openai, openrouter, compatible',
      },
      { flags: '--base-url <url>', about: 'where the model is, up to and with /v1' },
      { flags: '--api-key <key>', about: 'its key; `-`: from standard input' },
      { flags: '--model <name>', about: 'which model' },
      { flags: '--command <command>', about: 'of acp: what starts the agent' },
      { flags: '--mode <id>', about: 'of acp: the session mode' },
      {
        flags: '--file <file>',
        about: 'the whole set-up as JSON, as the API takes it; `-`: from standard input',
        kind: 'file',
      },
    ],
    examples: [
      ['mission-control agents set atelier opencode', 'A program that the desktop has'],
      [
        'mission-control agents set atelier builtin --provider openai --api-key - < key.txt',
        'The built-in agent',
      ],
    ],
    shows: 'value',
    ask: async (kit, call) => (await import('../agents/set.ts')).setAgentUp(kit, call),
  },
  {
    name: 'agents copy',
    about: "Copy a desktop's agent, its rules and its default time limit to other desktops",
    args: [DESKTOP, { name: 'target', about: 'those that get it', kind: 'desktop', many: true }],
    examples: [
      ['mission-control agents copy atelier build-1 build-2', 'Two more with the same agent'],
    ],
    shows: 'list',
    ask: async (kit, call) => (await import('../agents/copy.ts')).copyAgent(kit, call),
  },
  {
    name: 'agents key',
    about: 'Say what the API key may do that the agent gets for each prompt',
    more: [
      "The agent finds the key in its environment, as MISSION_CONTROL_API_KEY beside MISSION_CONTROL_URL. The key ends with the run, and never approves or rejects anything. Permission rules don't apply to tasks that an agent starts with it.",
    ],
    args: [
      DESKTOP,
      { name: 'scope', about: 'read, tasks or both; none: no key', optional: true, many: true },
    ],
    examples: [
      ['mission-control agents key atelier read tasks', 'It may look, and run tasks'],
      ['mission-control agents key atelier', 'It gets no key'],
    ],
    shows: 'value',
    ask: async (kit, call) => (await import('../agents/key.ts')).setAgentKey(kit, call),
  },
  {
    name: 'agents test',
    about: "Ask a desktop's agent whether it is ready",
    args: [DESKTOP],
    shows: 'value',
    ask: async (kit, call) => (await import('../agents/test.ts')).testAgent(kit, call),
  },
  {
    name: 'agents remove',
    about: "Remove the server's set-up: what the machine itself says counts again",
    args: [DESKTOP],
    shows: 'value',
    ask: async (kit, call) => (await import('../agents/show.ts')).removeAgent(kit, call),
  },
  {
    name: 'chat',
    about: "Talk with a desktop's agent",
    more: [
      'Without a message it reads them from the terminal, until Ctrl-D. Ctrl-C stops a reply. With one it prints the reply and ends.',
    ],
    args: [DESKTOP, { name: 'message', about: 'what to say', optional: true, many: true }],
    options: [{ flags: '--clear', about: 'forget the conversation first' }],
    examples: [["mission-control chat atelier 'Which branch are you on?'", 'One question']],
    shows: 'stream',
    ask: async (kit, call) => (await import('../chat/chat.ts')).chat(kit, call),
  },
]
