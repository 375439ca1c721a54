import type { TestContext } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import pg from 'pg'

/** Turns of the event loop after which whoever goes on without an answer has sent what it has to say. */
const TURNS = 10

/** What PostgreSQL is told from now on, and how often somebody has waited for what it answers. */
export interface Waits {
  count: number
  statements: string[]
}

/**
 * Holds back all answers of PostgreSQL until nothing more is sent without them. So how often they are given is
 * how many answers one after another have to be waited for, however fast the machine is.
 */
export function countWaits(t: TestContext): Waits {
  const waits: Waits = { count: 0, statements: [] }
  const answers: (() => void)[] = []
  let [open, sent] = [0, 0]

  async function give(): Promise<void> {
    for (let [left, seen] = [TURNS, sent]; left > 0; left--) {
      await turn()
      if (sent !== seen) return
    }
    waits.count++
    for (const answer of answers.splice(0)) answer()
  }

  const { query } = pg.Client.prototype
  t.mock.method(pg.Client.prototype, 'query', function (this: pg.Client, ...args: unknown[]) {
    const answer: unknown = query.apply(this, args as never)
    if (!(answer instanceof Promise)) return answer
    const [said] = args as [string | { text: string }]
    waits.statements.push(typeof said === 'string' ? said : said.text)
    sent++
    open++
    return new Promise((resolve) => {
      const got = () => {
        answers.push(() => resolve(answer))
        if (--open === 0) void give()
      }
      answer.then(got, got)
    })
  })
  return waits
}
