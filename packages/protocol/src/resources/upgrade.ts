import { z } from 'zod'

export const UpgradePolicy = z.enum(['auto', 'ask', 'off']).meta({
  id: 'UpgradePolicy',
  description:
    'When a runner that is older than the server is upgraded. `auto`: once no task runs there; `ask`: when somebody asks for it; `off`: the same, and a failure there holds up no other desktop.',
})
export type UpgradePolicy = z.infer<typeof UpgradePolicy>

export const UpgradeState = z
  .enum(['available', 'waiting', 'upgrading', 'failed', 'impossible'])
  .meta({
    id: 'UpgradeState',
    description:
      '`available`: nobody has asked for it; `waiting`: it comes by itself; `upgrading`: the runner has been told; `failed`: the runner went back to its version; `impossible`: it has to be done on the machine.',
  })
export type UpgradeState = z.infer<typeof UpgradeState>

export const Upgrade = z
  .object({
    to: z.string().meta({ description: "The server's version.", example: '0.2.0' }),
    state: UpgradeState.describe('How far it is.'),
    reason: z.string().nullable().meta({
      description: 'What it waits for, or why it failed or is impossible; null: nothing to tell.',
      example: 'Tasks run there; it begins when they are done.',
    }),
  })
  .meta({ id: 'Upgrade', description: 'The upgrade of a runner that is older than the server.' })
export type Upgrade = z.infer<typeof Upgrade>

export const UpgradeRequest = z
  .object({
    now: z.boolean().default(false).meta({
      description: 'While tasks run there, too: they go on meanwhile.',
      example: true,
    }),
  })
  .meta({
    id: 'UpgradeRequest',
    description: 'When to upgrade; left out: once no task runs there.',
  })
export type UpgradeRequest = z.infer<typeof UpgradeRequest>
