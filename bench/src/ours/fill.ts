import { BATCH_MAX } from '@mission-control/protocol'
import type { OurServer } from './server.ts'

/** Creates tasks that stay pending, in the largest batches the API takes. */
export async function fill({ client, desktopId }: OurServer, count: number): Promise<void> {
  for (let made = 0; made < count; made += BATCH_MAX) {
    const tasks = Array.from({ length: Math.min(BATCH_MAX, count - made) }, (_, index) => ({
      type: 'command' as const,
      content: `echo task ${made + index}`,
      desktopId,
    }))
    await client.tasks.createBatch({ tasks })
  }
}
