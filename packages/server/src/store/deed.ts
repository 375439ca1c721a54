import { AsyncLocalStorage } from 'node:async_hooks'
import { type Actor, SYSTEM } from '@mission-control/protocol'
import type { Tx } from './schema.ts'

/** Whose request it is. */
export interface Doer {
  workspaceId: string
  userId: string
  actor: Actor
}

/** What somebody does by a request. */
export interface Deed {
  /** Undefined: an open route, whose operation finds out who it is. */
  doer: Doer | undefined
  /** The operation's name. */
  action: string
  /** The id of what it is done to, where the request names it. */
  target: string | null
  address: string | null
  userAgent: string | null
  /** ms since 1970. */
  at: number
}

/** A deed whose request has no answer yet. */
export interface UnderWay extends Deed {
  /** The request has been answered. What still runs is done by the system. */
  over: boolean
  /** It has its row. */
  noted: boolean
}

const deeds = new AsyncLocalStorage<UnderWay | undefined>()
/** The deed that each transaction is working for now: many deeds share a transaction, one after the other. */
const current = new WeakMap<Tx, UnderWay | undefined>()

/** Runs `work` with the deed: every transaction that it begins, at whatever depth, is done for it. */
export async function doing<T>(deed: Deed, work: () => Promise<T>): Promise<T> {
  const underWay = { ...deed, over: false, noted: false }
  try {
    return await deeds.run(underWay, work)
  } finally {
    underWay.over = true
  }
}

/** Goes on with a deed in code that somebody else has called. */
export function goOn<T>(deed: UnderWay | undefined, work: () => T): T {
  return deeds.run(deed, work)
}

/** Runs `work` without a deed: what follows from telling others is the system's own. */
export function apart(work: () => void): void {
  deeds.run(undefined, work)
}

/** The deed of the running code; undefined: the system does it by itself. */
export function deedNow(): UnderWay | undefined {
  const deed = deeds.getStore()
  return deed?.over === false ? deed : undefined
}

/** The deed that this part of the transaction is done for. */
export function deedOf(tx: Tx): UnderWay | undefined {
  return current.get(tx)
}

/** On whose behalf this part of the transaction is. */
export function actorOf(tx: Tx): Actor {
  return deedOf(tx)?.doer?.actor ?? SYSTEM
}

/** Does a part of a transaction for the deed, or, without one, for the system. */
export async function within<T>(
  tx: Tx,
  deed: UnderWay | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const outer = current.get(tx)
  current.set(tx, deed)
  try {
    return await work()
  } finally {
    current.set(tx, outer)
  }
}
