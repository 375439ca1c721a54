import type { Bench } from './bench.ts'
import { withDispatch } from './dispatch.ts'
import { summarise } from './measure.ts'
import { ratePerSecond } from './operations.ts'
import { alternate } from './rounds.ts'

const LANES = 8
const WARM_UP = 200
/** Per side and round. */
const OPERATIONS = 400

export const dispatchRate: Bench = {
  id: 'dispatch-rate',
  title: 'create + run → done seen, `true`, 8 in flight, against ssh ControlMaster × 8',
  rounds: 11,
  run: (context) =>
    withDispatch(context, async ({ ours, ssh, how }) => {
      await ratePerSecond(ours, LANES, WARM_UP)
      await ratePerSecond(ssh, LANES, WARM_UP)
      const rounds = await alternate(context, {
        ours: () => ratePerSecond(ours, LANES, OPERATIONS),
        peer: () => ratePerSecond(ssh, LANES, OPERATIONS),
      })
      const target = { of: 'ratio', bound: 'at least', value: 2 } as const
      return {
        measures: [summarise('rate', 'per second', rounds, target)],
        how: `${OPERATIONS} operations a side and round, ${LANES} in flight. ${how}`,
      }
    }),
}
