import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '../../../../e2e/setup/postgres.ts'
import { coreOver } from '../../src/auth/offline.ts'
import { ensureOwner } from '../../src/auth/owner.ts'
import type { Core } from '../../src/core.ts'
import { createDesktop } from '../../src/desktops/create.ts'
import { SecretBox } from '../../src/secret-box.ts'
import { moveDesktop } from '../../src/store/desktops.ts'
import { openStore, type Store } from '../../src/store/store.ts'

/** What several servers are made of, each with a store of its own on one database that is new. */
export async function startSeveral(count: number) {
  const { url: databaseUrl } = await startPostgres({ after: (undo) => after(undo) })
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  after(() => rmSync(dir, { recursive: true }))
  const stores = await Promise.all(
    Array.from({ length: count }, () => openStore(dir, { databaseUrl, tenure: 'shared' })),
  )
  after(() => Promise.all(stores.map((store) => store.close())))
  const coreOf = (store: Store, i: number): Core => {
    const secrets = new SecretBox(dir, 'test-secret-'.repeat(4))
    return { ...coreOver(store, dir), secrets, replica: `replica ${i}` }
  }
  const cores = stores.map(coreOf)
  const owners = await Promise.all(cores.map((core) => ensureOwner(core, undefined)))
  const [one, other] = cores as [Core, Core]

  /** A desktop that is there, with an agent that is ready. */
  async function newDesktop() {
    const { id } = await createDesktop(one, owners[0]!, { name: 'd' })
    const there = { status: 'running', connected: 1, agent_ready: 1 } as const
    await one.store.write((tx) => moveDesktop(tx, id, ['pending'], there))
    return id
  }

  /** Has the second do its work while the first has done its own and has not committed. */
  async function race<A, B>(first: (core: Core) => Promise<A>, second: (core: Core) => Promise<B>) {
    const [done, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const a = one.store.jointly(async () => {
      const value = await first(one)
      done.resolve()
      await gate.promise
      return value
    })
    // What fails before that is told below.
    await Promise.race([done.promise, a.catch(() => undefined)])
    const b = second(other)
    // It has read what it decides by, or waits for the first.
    await Promise.race([b, sleep(200)]).catch(() => undefined)
    gate.resolve()
    return await Promise.allSettled([a, b])
  }

  /** Both have done what they were to do. */
  async function bothOf<T>(work: (core: Core) => Promise<T>): Promise<T[]> {
    const settled = await race(work, work)
    return settled.map((each) => {
      assert.equal(each.status, 'fulfilled', `${(each as PromiseRejectedResult).reason}`)
      return (each as PromiseFulfilledResult<T>).value
    })
  }

  return { cores, owners, newDesktop, race, bothOf, databaseUrl, dir }
}
