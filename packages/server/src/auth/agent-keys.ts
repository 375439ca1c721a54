import { timingSafeEqual } from 'node:crypto'
import { AGENT_SCOPES, keyScopes } from '@mission-control/protocol'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { SecretError } from '../secret-box.ts'
import { findRunWithKey } from '../store/agent-keys.ts'

const AGENT_KEY = /^mca_([0-9a-z]{26})_[\w-]{43}$/

/**
 * The key that a run's agent gets. It is derived from the run's id and kept nowhere: so a runner that was
 * restarted is told the same one again, and no database holds anything that it could be guessed by.
 * Undefined where the server's secret key can't be read.
 */
export function agentKeyOf({ secrets, log }: Core, runId: string): string | undefined {
  try {
    const mac = secrets.derive(`API key of ${runId}`).toString('base64url')
    return `mca_${runId.slice(runId.indexOf('_') + 1)}_${mac}`
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    log.error({ error, runId }, 'no agent gets an API key: the secret key cannot be read')
    return undefined
  }
}

export function isAgentKey(key: string): boolean {
  return AGENT_KEY.test(key)
}

/**
 * Who asks by the key of a run's agent; undefined once the run has ended in whatever way, its desktop is
 * gone, or its agent is to have no key any more: all of this is asked with each request.
 */
export async function findAgentCaller(
  core: Core,
  key: string,
): Promise<{ caller: AuthenticatedCaller; over?: never } | undefined> {
  const runId = `run_${AGENT_KEY.exec(key)?.[1]}`
  const expected = agentKeyOf(core, runId)
  if (expected === undefined || !isSame(key, expected)) return undefined
  const run = await findRunWithKey(core.store.db, runId)
  if (!run) return undefined
  const chosen: string[] = JSON.parse(run.agent_key ?? '[]')
  const caller: AuthenticatedCaller = {
    workspaceId: run.workspace_id,
    userId: run.user_id,
    actor: { kind: 'agent', id: run.task_id, name: run.desktop_name },
    credentialId: run.id,
    isHome: run.workspace_id === run.home,
    role: run.role,
    scopes: keyScopes(
      run.role,
      AGENT_SCOPES.filter((scope) => chosen.includes(scope)),
    ),
    key: { isWhole: false, restriction: null },
  }
  return { caller }
}

function isSame(key: string, expected: string): boolean {
  const [one, other] = [Buffer.from(key), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
