import type { Bench } from './bench.ts'
import { withDispatch } from './dispatch.ts'
import { percentile, summarise } from './measure.ts'
import { timeEach } from './operations.ts'
import { alternate } from './rounds.ts'

const WARM_UP = 50
/** Per side and round. */
const OPERATIONS = 200

export const dispatchLatency: Bench = {
  id: 'dispatch-latency',
  title: 'create + run → done seen, `true`, one after another, against ssh ControlMaster',
  rounds: 11,
  run: (context) =>
    withDispatch(context, async ({ ours, ssh, how }) => {
      await timeEach(ours, WARM_UP)
      await timeEach(ssh, WARM_UP)
      const rounds = await alternate(context, {
        ours: async () => quantiles(await timeEach(ours, OPERATIONS)),
        ssh: async () => quantiles(await timeEach(ssh, OPERATIONS)),
      })
      const pairs = (key: 'p50' | 'p99') =>
        rounds.map((round) => ({ ours: round.ours[key], peer: round.ssh[key] }))
      return {
        measures: [
          summarise('p50', 'ms', pairs('p50'), { of: 'ratio', bound: 'at most', value: 0.7 }),
          summarise('p99', 'ms', pairs('p99'), { of: 'ratio', bound: 'at most', value: 1.2 }),
        ],
        how: `${OPERATIONS} operations a side and round, one after another. ${how}`,
      }
    }),
}

const quantiles = (times: number[]) => ({
  p50: percentile(times, 0.5),
  p99: percentile(times, 0.99),
})
