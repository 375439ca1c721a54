import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { untraced } from './tracer.ts'

/** The metrics, loaded only if somebody may read them. */
export async function measuring({ metricsToken }: Config) {
  if (metricsToken === undefined) return undefined
  const { Prometheus } = await import('./prometheus.ts')
  return new Prometheus()
}

/** The tracer, loaded only if there is a collector. */
export async function tracing({ tracesTo }: Config, replica: string, log: Logger) {
  if (tracesTo === undefined) return untraced
  const { OpenTelemetry } = await import('./open-telemetry.ts')
  return new OpenTelemetry(replica, log)
}
