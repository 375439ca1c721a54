import type { ThroughputPoint } from '@mission-control/protocol'

/** What ended between `at`, in ms since 1970, and the next bar. */
export interface Bar {
  at: number
  until: number
  done: number
  failed: number
}

export interface Ended {
  done: number
  failed: number
}

/** The stretches of the server in wider ones of `width` ms, each beginning at a multiple of it. */
export function barsOf(throughput: readonly ThroughputPoint[], width: number): Bar[] {
  const bars: Bar[] = []
  for (const { at: iso, done, failed } of throughput) {
    const at = Math.floor(Date.parse(iso) / width) * width
    const last = bars.at(-1)
    if (last?.at === at) {
      last.done += done
      last.failed += failed
    } else {
      bars.push({ at, until: at + width, done, failed })
    }
  }
  return bars
}

export function totalOf(bars: readonly Ended[]): Ended {
  let done = 0
  let failed = 0
  for (const bar of bars) {
    done += bar.done
    failed += bar.failed
  }
  return { done, failed }
}

/** The share of done tasks among those that ended, in percent; null: none has ended. */
export function successRate({ done, failed }: Ended): number | null {
  return done + failed === 0 ? null : (100 * done) / (done + failed)
}
