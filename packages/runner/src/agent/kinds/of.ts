import type { AgentConfiguration } from '../configuration.ts'
import type { Kind } from './kind.ts'

/** Loads what speaks to an agent of this kind, and no other. */
export async function kindOf({ kind }: AgentConfiguration): Promise<Kind<AgentConfiguration>> {
  switch (kind) {
    case 'chat':
      return (await import('./chat.ts')).chat as Kind<AgentConfiguration>
    case 'builtin':
      return (await import('./builtin.ts')).builtin as Kind<AgentConfiguration>
    case 'acp':
      return (await import('./acp.ts')).acp as Kind<AgentConfiguration>
  }
}
