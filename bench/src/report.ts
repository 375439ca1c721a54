import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import type { Outcome } from './bench.ts'
import { RESULTS } from './places.ts'

/** How busy the machine is with other things, as the last minute's load: figures taken above 1 say little. */
export const otherLoad = () => loadavg()[0] ?? 0

/** What a bench prints: the headline measure at the top, further ones under `more`. */
export function document(id: string, loadBefore: number, outcome: Outcome) {
  const [headline, ...more] = outcome.measures
  return {
    id,
    ...headline,
    ...(more.length > 0 && { more }),
    ...(outcome.detail && { detail: outcome.detail }),
    machine: {
      cores: cpus().length,
      cpu: cpus()[0]?.model ?? 'unknown',
      node: process.version,
      loadBefore,
      date: new Date().toISOString(),
    },
    how: outcome.how,
  }
}

export type Document = ReturnType<typeof document>

/** Keeps a document under bench/results, newest under its bare id too. Returns the path. */
export function keep(report: Document): string {
  mkdirSync(RESULTS, { recursive: true })
  const text = `${JSON.stringify(report, null, 2)}\n`
  const path = join(RESULTS, `${report.id}-${report.machine.date.replaceAll(':', '')}.json`)
  writeFileSync(path, text)
  writeFileSync(join(RESULTS, `${report.id}.json`), text)
  return path
}
