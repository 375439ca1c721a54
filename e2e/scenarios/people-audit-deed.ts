/** Part of people-audit.test.ts: what one deed is. */
import type { Client } from '@mission-control/client'
import type { Actor, RouteName } from '@mission-control/protocol'

export interface Deed {
  route: RouteName
  /** Where another operation does it. */
  action?: RouteName
  /** Resolves with the id of what it was done to. */
  ask(): Promise<string | null>
  /** Whose log has the row, and who did it, where it isn't the owner by their key. */
  log?: () => Client
  by?: () => Actor
}

export async function done<T>(work: Promise<unknown>, target: T): Promise<T> {
  await work
  return target
}
