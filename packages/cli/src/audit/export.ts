import { once } from 'node:events'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { filterOf } from './filter.ts'

/** Prints the export as it arrives, at the reader's pace. */
export async function exportAudit({ client }: Kit, { options }: Call): Promise<void> {
  const { body } = await client.audit.export(filterOf(options))
  const reader = body?.getReader()
  for (;;) {
    const { value, done = true } = (await reader?.read()) ?? {}
    if (done) return
    if (!process.stdout.write(value!)) await once(process.stdout, 'drain')
  }
}
