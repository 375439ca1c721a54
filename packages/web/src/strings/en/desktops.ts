import { spoken } from '../spoken.ts'

export const desktops = spoken({
  running: (running: number, all: number) => `${running} of ${all} online`,
  filter: 'Filter desktops',
  noneMatch: 'No desktop matches that name or label.',
  none: {
    title: 'No desktop yet',
    about:
      'A desktop is a machine that runs tasks: a server, a laptop or a virtual machine. It connects out to this server, so it needs no open port. Add one, then paste one line on that machine.',
  },
  table: 'Desktops',
  columns: {
    name: 'Desktop',
    status: 'Status',
    agent: 'Agent',
    labels: 'Labels',
    version: 'Version',
    load: 'Load',
    now: 'Now',
    seen: 'Last seen',
  },
  upgrade: {
    states: {
      available: 'available',
      waiting: 'waiting',
      upgrading: 'upgrading …',
      failed: 'failed',
      impossible: 'not possible from here',
    },
    ask: 'Upgrade',
    now: 'Upgrade now',
    nowHint: 'Commands that run there go on.',
    policy: 'When its runner is upgraded',
    policies: {
      auto: 'Upgrades by itself',
      ask: 'Upgrades when asked',
      off: 'No upgrades',
    },
  },
  agent: {
    ready: 'ready',
    notReady: 'not ready',
    none: 'none',
    kinds: { acp: 'Program', builtin: 'Built-in', chat: 'Chat endpoint' },
    readyHint: 'Takes prompts and commands.',
    notReadyHint: 'Takes commands. You can create prompts, but not run them yet.',
  },
  cpu: 'CPU',
  memory: 'Memory',
  memoryShort: 'RAM',
  disk: 'Disk',
  percent: (value: number) => `${Math.round(value)} %`,
  percentOf: (value: number, used: string, total: string) =>
    `${Math.round(value)} %, ${used} of ${total} GiB`,
  usedOf: (used: string, total: string) => `${used} of ${total} GiB`,
  cores: (count: number) => (count === 1 ? '1 core' : `${count} cores`),
  noLoad: '–',
  nothing: '–',
  idle: 'idle',
  busy: 'busy',
  runs: (count: number) => `${count.toLocaleString()} running`,
  queued: (count: number) => `${count.toLocaleString()} queued`,
  never: 'never',
  wayBack: {
    title: 'Reconnect this desktop',
    joined: {
      about:
        'Its runner is not connected. Check that the machine is up and can reach this address, then run this line on it, as the user who ran the first one. It needs no token: the machine has kept its key.',
      checks:
        'Give --dir, --ca and --server again if the first line had them: … | sh -s -- --ca FILE',
    },
    registered: {
      about:
        'Its runner is not connected. If it is the server’s own machine, restart the server. Otherwise check that the machine is up and can reach this address, then run this line on it, in its copy of the repository. The runner’s folder has kept the credential.',
      checks:
        'A runner that was started with --dir or XDG_STATE_HOME has another folder: use that one.',
    },
    goesOn: 'Running commands go on meanwhile. Their output arrives when the runner is back.',
    never:
      'This desktop has never connected. Run the line that you got when you added it. Lost it? Remove this desktop and add it again.',
  },
  add: {
    button: 'Add a desktop',
    title: 'Add a desktop',
    about: 'Any Linux machine that can reach this server.',
    name: 'Name (optional)',
    namePlaceholder: 'build-{hostname}',
    nameHint: '{hostname} stands for each machine’s own name, which is also the default.',
    labels: 'Labels (optional)',
    labelsPlaceholder: 'gpu, region:lyon',
    labelsHint: 'Separate labels with commas. Use them to find and group desktops.',
    uses: 'Machines',
    hours: 'Valid for (hours)',
    submit: 'Show the line',
    tokens: 'Lines that still work',
    revoke: 'Revoke',
    revokeNamed: (last4: string) => `Revoke the line that ends in ${last4}`,
    usesOf: (used: number, uses: number) => `${used} of ${uses} joined`,
    until: (time: string) => `until ${time}`,
    commandTitle: (uses: number) => (uses === 1 ? 'Connect a machine' : `Connect ${uses} machines`),
    command: 'Paste this line on the machine. It needs curl or wget, and nothing else:',
    once: 'The line contains a token, which is shown only once.',
    lasts: (uses: number, time: string) =>
      `It lets in ${uses === 1 ? 'one machine' : `${uses} machines`}, until ${time}.`,
    local:
      'This address works only on the server’s own machine. To connect another machine, start the server with HOST=0.0.0.0, open this page at the server’s name or address, and add the desktop there.',
    copy: 'Copy the line',
    arrived: (names: readonly string[], uses: number) => {
      if (names.length === 0) return 'Waiting for the first machine …'
      const who = names.slice(-3).join(', ')
      if (uses === 1) return `${who} is connected and ready for tasks.`
      return `${names.length} of ${uses} connected, ${who} last.`
    },
    slow: 'Still waiting. On that machine, check that:',
    checks: (url: string) => [
      'The line printed no error.',
      `The server can be reached: curl -fsSL ${url}/join | sh -s -- --check`,
    ],
    done: 'Done',
    openIt: 'Open it',
    later: 'Close, connect later',
  },
  detail: {
    back: 'All desktops',
    unknown: 'There is no such desktop.',
    unknownAbout: 'It was removed, or the address is wrong.',
    parts: 'Parts of the desktop',
    part: { overview: 'Overview', chat: 'Chat', agent: 'Agent' },
    facts: 'Facts',
    invited: 'Invited by',
    problem: 'Cut off',
    ip: 'Address',
    system: 'System',
    up: 'Up for',
    runner: 'Runner',
    service: 'Service',
    services: {
      none: () => 'not a systemd service',
      user: (unit: string) => `${unit}, a user service`,
      system: (unit: string) => `${unit}, a system service`,
    },
    workDir: 'Work folder',
    labels: 'Labels',
    noLabels: 'none',
    limit: 'Time limit',
    noLimit: 'none',
    limitLabel: 'Default time limit for new tasks, such as 1 h 30 m',
    editLimit: 'Change the time limit',
    agent: 'Agent',
    created: 'Added',
    seen: 'Last seen',
    id: 'ID',
    rename: 'Rename',
    nameLabel: 'Name of the desktop',
    editLabels: 'Edit labels',
    labelsLabel: 'Labels, separated by commas',
    load: 'Last hour',
    now: 'Running now',
    showAll: (count: number) => `Show all ${count.toLocaleString()}`,
    newTask: 'New task here',
    actions: 'More actions',
    since: (time: string) => `since ${time}`,
    nothingRuns: 'Nothing is running here.',
    recent: 'Recent tasks',
    noTasks: 'No other tasks yet.',
    move: 'Move to another workspace',
    remove: 'Remove',
  },
  move: {
    title: (name: string) => `Move ${name} to another workspace`,
    about: 'Its history stays here, and what runs on it finishes here.',
    workspace: 'Workspace',
    chat: 'Its chat is deleted.',
    agent:
      'The agent and the permission rules that were set up here stay behind. The desktop gets what new desktops get there.',
    nowhere: 'You aren’t an admin of any other workspace. In Settings > People you can create one.',
    confirm: 'Move desktop',
  },
  remove: {
    title: (name: string) => `Remove ${name}?`,
    about: 'The machine can’t connect as this desktop again. This can’t be undone.',
    running: (count: number) =>
      count === 1 ? 'The task running on it fails.' : `The ${count} tasks running on it fail.`,
    pending: (count: number) =>
      count === 1
        ? 'The pending task for it is cancelled.'
        : `The ${count} pending tasks for it are cancelled.`,
    history: 'Its history is kept.',
    typeName: (name: string) => `Tasks are running on it. To confirm, type ${name}`,
    confirm: 'Remove desktop',
    done: (name: string) => `${name} was removed.`,
  },
})
