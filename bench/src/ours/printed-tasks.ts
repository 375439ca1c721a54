import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Bytes of a line. */
const LINE = 100
/** Tasks in a transaction. */
const STEP = 50_000
/** Bytes of output that are indexed in a transaction: SQLite refuses more than 2,000 parts that aren't merged. */
const INDEXED = 50_000_000

/**
 * Puts tasks that are done into the database of a stopped server, with so many bytes of output each, in
 * lines that don't repeat; the index of the search doesn't have them yet. One in a hundred says `needle`.
 * The same numbers give the same texts.
 */
export function addPrintedTasks(dataDir: string, tasks: number, bytes: number): void {
  using database = open(dataDir)
  database.exec(`
    begin immediate;
    create temp table numbers as with recursive all_of (n) as
      (select 1 union all select n + 1 from all_of where n < ${tasks}) select n from all_of;
    insert into tasks (id, workspace_id, desktop_id, type, content, status, requires_approval,
        created_at, completed_at, run_id, exit_code, chat, search_number, search_due)
      select printf('task_%026d', n), workspace_id, id, 'command', 'make test', 'done', 0,
        ${Date.now()}, ${Date.now()}, printf('run_%026d', n), 0, 0,
        (select coalesce(max(search_number), 0) from tasks) + n, 1
      from numbers, (select id, workspace_id from desktops limit 1);
    insert into runs (id, task_id, desktop_id, dispatch, created_at, ended_at, seq, stdout_bytes)
      select run_id, id, desktop_id, 1000 + search_number, 0, 0, 1, ${bytes} from tasks
      where content = 'make test';
    update desktops set last_dispatch = 1000 + (select max(search_number) from tasks);
    commit
  `)
  const output = database.prepare(
    `insert into output (run_id, seq, stream, at, data) values (?, 1, 'stdout', 0, ?)`,
  )
  inSteps(database, tasks, STEP, (n) => output.run(runOf(n), Buffer.from(textOf(n, bytes))))
}

/** Puts them into the index, as the server does it, but with nobody to give way to. */
export function indexPrintedTasks(dataDir: string, tasks: number, bytes: number): void {
  using database = open(dataDir)
  const first = database.prepare(
    `select search_number - 1 as before from tasks where content = 'make test' order by search_number`,
  )
  const { before } = first.get() as { before: number }
  const insert = database.prepare('insert into task_search (rowid, text) values (?, ?)')
  const changes = database.prepare('select total_changes() as changes')
  const merged = () => {
    const count = () => (changes.get() as { changes: number }).changes
    const start = count()
    database.exec(`insert into task_search (task_search, rank) values ('merge', 10000)`)
    return count() - start > 1
  }
  const add = (n: number) => {
    const text = `make test\n${textOf(n, bytes)}`.trimEnd()
    insert.run((before + n) * 4096, text)
  }
  inSteps(database, tasks, Math.ceil(INDEXED / bytes), add, () => {
    while (merged());
  })
  database.exec(`update tasks set search_due = 0, search_pieces = 1 where content = 'make test'`)
}

function open(dataDir: string) {
  const database = new DatabaseSync(join(dataDir, 'mission-control.db'))
  database.exec('pragma synchronous = off; pragma cache_size = -200000')
  return database
}

function inSteps(
  database: DatabaseSync,
  tasks: number,
  step: number,
  add: (n: number) => void,
  after: () => void = () => undefined,
): void {
  for (let from = 1; from <= tasks; from += step) {
    database.exec('begin immediate')
    for (let n = from; n < Math.min(from + step, tasks + 1); n++) add(n)
    database.exec('commit')
    after()
    database.exec('pragma wal_checkpoint(truncate)')
  }
}

const runOf = (task: number) => `run_${String(task).padStart(26, '0')}`

const WORDS =
  'building module linked cached warning unused variable passed failed retry in of'.split(' ')

function textOf(task: number, bytes: number): string {
  const lines: string[] = []
  const random = randomFrom(task)
  for (let line = 0; lines.length * LINE < bytes; line++) {
    const word = (by: number) => WORDS[(task * 7 + line * by) % WORDS.length]
    const id = random().toString(36) + random().toString(36)
    const rare = task % 100 === 0 && line === 3 ? `needle ${task}` : word(5)
    lines.push(`[${task}:${line}] ${word(3)} ${id} ${rare} ${word(11)}`.padEnd(LINE - 1, '.'))
  }
  return `${lines.join('\n')}\n`.slice(0, bytes)
}

/** Marsaglia's xorshift: 32 bits that look like chance, and are the same each time. */
function randomFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) | 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}
