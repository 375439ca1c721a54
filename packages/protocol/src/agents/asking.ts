export const ASKS_PERMISSION = ['yes', 'no', 'unknown'] as const

/** Whether an agent asks before it acts, and how that is known. */
export interface Asking {
  asksPermission: (typeof ASKS_PERMISSION)[number]
  asksPermissionReason: string
}

/** What holds for a kind of agent, as long as the agent itself shows no more. */
export const ASKING = {
  builtin: {
    asksPermission: 'yes',
    asksPermissionReason: 'It asks for what the permission rules of the desktop name.',
  },
  chat: {
    asksPermission: 'no',
    asksPermissionReason:
      'An endpoint asks nobody. If what is behind it can act, it acts by itself.',
  },
  acp: {
    asksPermission: 'unknown',
    asksPermissionReason: 'The program decides by its own settings when it asks before it acts.',
  },
} as const satisfies Record<string, Asking>
