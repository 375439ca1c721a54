import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Bytes of a line. */
const LINE = 100

/**
 * Puts tasks that are done into the database of a stopped server, with so many bytes of output each, in
 * lines that don't repeat; the index of the search doesn't have them yet. One in a hundred says `needle`.
 */
export function addPrintedTasks(dataDir: string, tasks: number, bytes: number): void {
  const database = new DatabaseSync(join(dataDir, 'mission-control.db'))
  const output = database.prepare(
    `insert into output (run_id, seq, stream, at, data) values (?, 1, 'stdout', 0, ?)`,
  )
  database.exec('begin immediate')
  database.exec(`
    create temp table numbers as with recursive all_of (n) as
      (select 1 union all select n + 1 from all_of where n < ${tasks}) select n from all_of;
    insert into tasks (id, workspace_id, desktop_id, type, content, status, requires_approval,
        created_at, completed_at, run_id, exit_code, chat, search_number, search_due)
      select printf('task_%026d', n), workspace_id, id, 'command', 'make test', 'done', 0,
        ${Date.now()}, ${Date.now()}, printf('run_%026d', n), 0, 0,
        (select max(search_number) from tasks) + n, 1
      from numbers, (select id, workspace_id from desktops limit 1);
    insert into runs (id, task_id, desktop_id, dispatch, created_at, ended_at, seq, stdout_bytes)
      select run_id, id, desktop_id, 1000 + search_number, 0, 0, 1, ${bytes} from tasks
      where content = 'make test';
    update desktops set last_dispatch = 1000 + (select max(search_number) from tasks);
  `)
  for (let n = 1; n <= tasks; n++) {
    output.run(`run_${String(n).padStart(26, '0')}`, textOf(n, bytes))
  }
  database.exec('commit')
  database.close()
}

const WORDS =
  'building module linked cached warning unused variable passed failed retry in of'.split(' ')

function textOf(task: number, bytes: number): Buffer {
  const lines: string[] = []
  for (let line = 0; lines.length * LINE < bytes; line++) {
    const word = (by: number) => WORDS[(task * 7 + line * by) % WORDS.length]
    const id = Math.random().toString(36).slice(2)
    const rare = task % 100 === 0 && line === 3 ? `needle ${task}` : word(5)
    lines.push(`[${task}:${line}] ${word(3)} ${id} ${rare} ${word(11)}`.padEnd(LINE - 1, '.'))
  }
  return Buffer.from(`${lines.join('\n')}\n`).subarray(0, bytes)
}
