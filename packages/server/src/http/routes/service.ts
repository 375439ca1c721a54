import type { Core } from '../../core.ts'
import { VERSION } from '../../version.ts'
import type { Handlers } from '../handlers.ts'

export function serviceHandlers({ storage, store }: Core): Handlers<'getHealth' | 'getStorage'> {
  return {
    getHealth: async () => ({
      status: storage.refusal === null ? 'ok' : 'degraded',
      version: VERSION,
      storage: storage.refusal ?? 'ok',
      problem: storage.publicProblem,
    }),
    getStorage: () => storage.report(store),
  }
}
