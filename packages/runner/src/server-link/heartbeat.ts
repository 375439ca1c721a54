import type { Metrics } from '@mission-control/protocol'
import type { Log } from '../log.ts'
import { pause } from '../pause.ts'
import type { ServerLink } from './server-link.ts'

/** Reports the desktop's load every `intervalMs`, until the signal. */
export async function keepBeating(
  link: ServerLink,
  metrics: () => Promise<Metrics>,
  intervalMs: number,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  for (;;) {
    await pause(intervalMs, signal)
    if (signal.aborted) return
    try {
      link.send({ type: 'heartbeat', metrics: await metrics(), clock: Date.now() })
    } catch (error) {
      log.error({ error: String(error) }, 'The desktop could not be measured')
    }
  }
}
