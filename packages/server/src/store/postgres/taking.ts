import type pg from 'pg'
import { away } from './away.ts'

/** PostgreSQL's code: it has no connection left for us. */
const NONE_LEFT = '53300'
/** How long a pool makes do with what it has got, in ms. */
const MAKES_DO = 10_000
/** As long as it has got none, others that are on their way may be let in, or not. */
const TRIES = 3

/**
 * How connections of the pool are taken. Where PostgreSQL has none left but the pool has some, whoever asks waits for
 * one of them: a server that gets fewer than it would like is slower.
 */
export function takingFrom(pool: pg.Pool): () => Promise<pg.PoolClient> {
  const { max } = pool.options
  let got = 0
  let isMakingDo = false
  pool.on('connect', () => got++)
  pool.on('remove', () => got--)

  function makeDo(): void {
    pool.options.max = Math.max(1, got)
    if (isMakingDo) return
    isMakingDo = true
    setTimeout(() => {
      pool.options.max = max
      isMakingDo = false
    }, MAKES_DO).unref()
  }

  return async () => {
    for (let left = TRIES; ; ) {
      try {
        return await pool.connect()
      } catch (error) {
        const isNoneLeft = (error as { code?: string }).code === NONE_LEFT
        if (!isNoneLeft || (got === 0 && left-- === 0)) throw away(error)
        makeDo()
      }
    }
  }
}
