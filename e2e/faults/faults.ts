import { siege } from '../hostile/siege.ts'
import { atMostOnce } from './at-most-once.ts'
import { backgroundChild } from './background-child.ts'
import { bothRestart } from './both-restart.ts'
import { clockJump } from './clock-jump.ts'
import { crashCreate } from './crash-create.ts'
import { diskFull } from './disk-full.ts'
import { ENGINE_FAULTS } from './engines.ts'
import { eventOrder } from './event-order.ts'
import { fdExhausted } from './fd-exhausted.ts'
import { fencing } from './fencing.ts'
import { FLEET_FAULTS } from './fleet.ts'
import type { Fault } from './harness/fault.ts'
import { hostileAgent } from './hostile-agent.ts'
import { idempotency } from './idempotency.ts'
import { lostDesktop } from './lost-desktop.ts'
import { mixed } from './mixed.ts'
import { olderRunner } from './older-runner.ts'
import { outputExact } from './output-exact.ts'
import { outsideKill } from './outside-kill.ts'
import { poison } from './poison.ts'
import { races } from './races.ts'
import { REPLICA_FAULTS } from './replicas.ts'
import { rollingUpgrade } from './rolling-upgrade.ts'
import { runnerRestart } from './runner-restart.ts'
import { serverRestart } from './server-restart.ts'
import { slowConsumer } from './slow-consumer.ts'
import { streamResume } from './stream-resume.ts'
import { twoRunners } from './two-runners.ts'
import { upgrade } from './upgrade.ts'

/** By the id with which they are asked for. */
export const FAULTS: Record<string, Fault> = {
  'crash-create': crashCreate,
  'at-most-once': atMostOnce,
  fencing,
  'server-restart': serverRestart,
  'runner-restart': runnerRestart,
  'both-restart': bothRestart,
  'output-exact': outputExact,
  'slow-consumer': slowConsumer,
  'stream-resume': streamResume,
  idempotency,
  races,
  'lost-desktop': lostDesktop,
  poison,
  'outside-kill': outsideKill,
  'background-child': backgroundChild,
  'two-runners': twoRunners,
  'older-runner': olderRunner,
  'clock-jump': clockJump,
  upgrade,
  'hostile-visitor': siege(
    'visitor',
    'visitors who send halves, drips, garbage and crowds, and read nothing, cost others nothing',
  ),
  'hostile-agent': hostileAgent,
  'disk-full': diskFull,
  'fd-exhausted': fdExhausted,
  'hostile-runner': siege(
    'runner',
    'runners that keep to nothing cost others little, and nothing of others is wrong',
  ),
  mixed,
  'event-order': eventOrder,
  ...REPLICA_FAULTS,
  ...FLEET_FAULTS,
  'rolling-upgrade': rollingUpgrade,
  ...ENGINE_FAULTS,
}
