import { transition } from '@mission-control/protocol'
import * as runner from '@mission-control/runner/decisions'
import * as server from '@mission-control/server/decisions'

/** What both ends decide, by their own code. A test puts a broken one in its place. */
export const REAL = { transition, ...server, ...runner }
export type Decisions = typeof REAL
