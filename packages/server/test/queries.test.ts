import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { DATABASE_FILE, openStore } from '../src/store/store.ts'
import { recordQueries } from './setup/asked.ts'
import { fillDatabase, ROWS } from './setup/large-database.ts'
import { uncovered } from './setup/uncovered.ts'

/** Of these there are few, whatever else there is. */
const FEW: Record<string, string> = {
  agent_setups: 'one for each desktop at most',
  desktops: 'one for each machine',
  sso_providers: '20 at most',
  users: 'one for each person; the first is wanted',
  workspaces: 'one for each person',
  audit_heads: 'one for each workspace',
  chat_under_way: 'messages without an answer, 100 for each desktop at most',
  tasks_with_votes: 'results that some have approved, and others have to as well',
  tasks_deleted: 'the first one is wanted',
  runs_not_ended: 'runs that go on or wait at their desktops',
  fleet_metrics_by_age: 'the first one is wanted',
  shown: 'the page of a column',
  task_search: 'its own index answers',
  json_each: 'what the query itself names',
  CONSTANT: 'a row of no table',
  waiting: 'counted up to 10,000',
  long: 'counted up to 1,000',
  runs_beyond_search: 'runs with more output than is searched, up to 1,000',
}

/** What else is not looked up by an index, by a piece of its text. */
const ALLOWED: [sql: string, plan: RegExp, why: string][] = [
  ['as "shown" inner join', /TEMP B-TREE FOR ORDER BY/, 'four chunks for each card of a page'],
  [
    '"runs"."ended_at" is null order by "approvals"',
    /TEMP B-TREE/,
    'what agents of a desktop ask now',
  ],
  ['from "fleet_metrics"', /TEMP B-TREE FOR GROUP BY/, 'a row for each minute of a day at most'],
  ['from "desktops" where "status" != ?', /TEMP B-TREE FOR GROUP BY/, 'there are few statuses'],
  ['"completed_at" >= ?', /TEMP B-TREE FOR GROUP BY/, 'the ends of a day, into few groups'],
  ['insert into "desktops"', /^SCAN tasks/, 'carried out only while a foreign key is violated'],
  ['"desktop_id" = ? and "type" = ?', /READ [23]\d{6} /, "the index of a desktop's events: 3 ms"],
  ['"batch_id" = ? and +', /TEMP B-TREE FOR ORDER BY/, 'a batch has 1,000 tasks at most'],
  ['select "status", count(*)', /READ/, 'the ends of a day, or the tasks of a restricted key'],
  [
    '"desktop_id" in (select value from json_each(?)) group by "status"',
    /TEMP B-TREE FOR GROUP BY/,
    'the tasks of the desktops of a restricted key, into few groups',
  ],
  [
    '+"desktop_id" in (select value from json_each(?)) limit 10000',
    /READ 8\d{6} /,
    'for a restricted key: what waits to be indexed, which is much only after many ends at once',
  ],
]

/** More than any answer has: 128 pages of 8 KiB. */
const MOST = 2 ** 20
/** Of what the search's index has of three common letters: what lies in the range, not all. */
const MOST_OF_INDEX = 2 ** 18

test(`of ${ROWS} rows of each kind no query reads more than it answers, but for those with a reason`, async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  t.after(() => rmSync(dir, { recursive: true }))
  await fillDatabase(dir)
  const store = await openStore(dir)
  const recorded = recordQueries()
  const missed = await uncovered(/\/server\/src\/store\/[a-z-]+\.ts$/, async () => {
    const { readEverything } = await import('./setup/every-read.ts')
    const { useIndex, writeEverything } = await import('./setup/every-write.ts')
    await readEverything(store.db)
    await store.write(writeEverything, 'w')
    await store.write(useIndex)
  })
  const asked = recorded.stop()
  await store.close()

  assert.deepEqual(missed, [], 'code of the store that every-read.ts and every-write.ts do not run')
  const database = new DatabaseSync(join(dir, DATABASE_FILE))
  t.after(() => database.close())
  const used = new Set<unknown>()
  const refused = asked.flatMap(({ sql, bytes }) => {
    const plan = database.prepare(`explain query plan ${sql}`).all() as { detail: string }[]
    const costs = plan.map(({ detail }) => detail).filter((line) => /^SCAN|TEMP B-TREE/.test(line))
    const most = sql.includes('task_search match') ? MOST_OF_INDEX : MOST
    if (bytes > most) costs.push(`READ ${bytes} bytes`)
    return costs
      .filter((cost) => {
        const [, table = '', index] = /^SCAN (\S+)(?: USING .*INDEX (\S+))?/.exec(cost) ?? []
        const few = [table, index ?? ''].find((name) => name in FEW)
        const allowed = few ?? ALLOWED.find(([text, line]) => sql.includes(text) && line.test(cost))
        used.add(allowed)
        return allowed === undefined
      })
      .map((cost) => `${cost}: ${sql}`)
  })
  assert.deepEqual([...new Set(refused)], [])
  const reasons = [...Object.keys(FEW), ...ALLOWED]
  assert.deepEqual(
    reasons.filter((reason) => !used.has(reason)),
    [],
    'reasons that nothing needs any more',
  )
})
