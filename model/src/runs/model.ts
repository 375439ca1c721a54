import type { Model } from '../explore.ts'
import { faultSteps } from './faults.ts'
import { keeperSteps } from './keeper.ts'
import { violation, wrongAtRest } from './properties.ts'
import { runnerSteps } from './runner.ts'
import { serverSteps } from './server.ts'
import type { Setting } from './step.ts'
import { initial, type Kind, type World } from './world.ts'

export interface Scope extends Setting {
  /** Of each run: what its command does. */
  kinds: readonly Kind[]
  /** How many faults may happen. */
  faultsAllowed: number
}

/** Server, link, runner, keeper and commands, in every order of their steps. */
export function runsModel(scope: Scope): Model<World> {
  const { kinds } = scope
  return {
    first: initial(kinds, scope.faultsAllowed),
    steps: (world) => [
      ...serverSteps(world, scope),
      ...runnerSteps(world, scope),
      ...keeperSteps(world, kinds),
      ...faultSteps(world, scope),
    ],
    violation: (world) => violation(world, kinds),
    wrongAtRest: (world) => wrongAtRest(world, kinds),
  }
}
