import { fail } from '@mission-control/protocol'
import type { Core } from '../../core.ts'
import type { Readiness } from '../../monitoring/readiness.ts'
import { VERSION } from '../../version.ts'
import type { Handlers } from '../handlers.ts'

export function serviceHandlers(
  { storage, store }: Core,
  readiness: Readiness,
): Handlers<'getHealth' | 'getReady' | 'getStorage'> {
  return {
    getHealth: async () => ({
      status: storage.refusal === null ? 'ok' : 'degraded',
      version: VERSION,
      storage: storage.refusal ?? 'ok',
      problem: storage.publicProblem,
    }),
    getReady: async () => {
      const { problems, degraded } = await readiness.problems()
      if (problems.length === 0) return { status: 'ready', version: VERSION, degraded }
      const list = problems.map(({ path, message }) => `${path}: ${message}`)
      return fail('not_ready', `The server is not ready. ${list.join(' ')}`, problems)
    },
    getStorage: () => storage.report(store),
  }
}
