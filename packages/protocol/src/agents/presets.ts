/**
 * The programs that speak the Agent Client Protocol and that we know by name. Commands and packages
 * are those of the registry of ACP, https://github.com/agentclientprotocol/registry (its folder of
 * the program, `agent.json`), as of November 2026. A program that has to be fetched anew for each
 * start is no preset: what a desktop runs is what its owner has installed.
 */
export interface AcpPreset {
  /** As a person calls it. */
  title: string
  /** What speaks the protocol, in the order of preference: the first whose program is on PATH. */
  commands: readonly [string, ...string[]]
  /** How to install it on a desktop. */
  install: string
}

export const ACP_PRESETS = {
  claude: {
    title: 'Claude Code',
    // Claude Code doesn't speak the protocol itself; its adapter had another name before.
    commands: ['claude-agent-acp', 'claude-code-acp'],
    install: 'npm install -g @agentclientprotocol/claude-agent-acp',
  },
  codex: {
    title: 'Codex',
    // An adapter, too.
    commands: ['codex-acp'],
    install: 'npm install -g @agentclientprotocol/codex-acp',
  },
  gemini: {
    title: 'Gemini CLI',
    // Older ones: --experimental-acp. https://geminicli.com/docs/cli/acp-mode/
    commands: ['gemini --acp'],
    install: 'npm install -g @google/gemini-cli',
  },
  opencode: {
    title: 'OpenCode',
    commands: ['opencode acp'],
    install: 'npm install -g opencode-ai',
  },
  goose: {
    title: 'goose',
    commands: ['goose acp'],
    install: 'see https://block.github.io/goose/docs/getting-started/installation',
  },
  qwen: {
    title: 'Qwen Code',
    commands: ['qwen --acp'],
    install: 'npm install -g @qwen-code/qwen-code',
  },
  copilot: {
    title: 'GitHub Copilot',
    commands: ['copilot --acp'],
    install: 'npm install -g @github/copilot',
  },
  cursor: {
    title: 'Cursor',
    commands: ['cursor-agent acp'],
    install: 'see https://cursor.com/docs/cli/acp',
  },
  kimi: {
    title: 'Kimi CLI',
    commands: ['kimi acp'],
    install: 'see https://github.com/MoonshotAI/kimi-cli',
  },
  vibe: {
    title: 'Mistral Vibe',
    commands: ['vibe-acp'],
    install: 'see https://github.com/mistralai/mistral-vibe',
  },
} as const satisfies Record<string, AcpPreset>

export type AcpPresetName = keyof typeof ACP_PRESETS
export const ACP_PRESET_NAMES = Object.keys(ACP_PRESETS) as [AcpPresetName]

/** The preset with this name; undefined: the command is no preset. */
export function presetOf(command: string): AcpPreset | undefined {
  return Object.hasOwn(ACP_PRESETS, command) ? ACP_PRESETS[command as AcpPresetName] : undefined
}
