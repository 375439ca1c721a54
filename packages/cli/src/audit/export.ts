import { once } from 'node:events'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { filterOf } from './filter.ts'

/** As it comes, at the pace of whoever reads. */
export async function exportAudit({ client }: Kit, { options }: Call): Promise<void> {
  const { body } = await client.audit.export(filterOf(options))
  const reader = body?.getReader()
  for (;;) {
    const { value, done = true } = (await reader?.read()) ?? {}
    if (done) return
    if (!process.stdout.write(value!)) await once(process.stdout, 'drain')
  }
}
