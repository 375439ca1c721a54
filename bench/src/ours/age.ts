import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Turns the pending tasks of a stopped server into what days of work leave behind, as rows: `running`
 * of them run, spread over the desktops whose names begin with `away`, and all others are done.
 */
export function age(dataDir: string, running: number): void {
  const database = new DatabaseSync(join(dataDir, 'mission-control.db'))
  const at = Date.now()
  database.exec('begin immediate')
  database.exec(`
    create temp table away (id text, place integer primary key, number integer);
    insert into away
      select id, row_number() over (order by id) - 1 as place, count(*) over () as number
      from desktops where name like 'away %';
    create temp table aged (id text primary key, dispatch integer);
    insert into aged
      select id, row_number() over (order by id) as dispatch from tasks where status = 'pending';
    update tasks set
      status = iif(aged.dispatch <= ${running}, 'running', 'done'),
      desktop_id = coalesce(away.id, desktop_id),
      run_id = 'run_' || substr(tasks.id, 6),
      started_at = ${at},
      completed_at = iif(aged.dispatch <= ${running}, null, ${at}),
      exit_code = iif(aged.dispatch <= ${running}, null, 0)
    from aged left join away on aged.dispatch <= ${running} and away.place = aged.dispatch % away.number
    where aged.id = tasks.id;
    insert into runs (id, task_id, desktop_id, dispatch, created_at, started_at, ended_at)
      -- Above what the first use of this machine has taken.
      select tasks.run_id, tasks.id, tasks.desktop_id, 1000 + aged.dispatch, ${at}, ${at}, tasks.completed_at
      from tasks join aged on aged.id = tasks.id;
    update desktops set last_dispatch = (
      select coalesce(max(dispatch), desktops.last_dispatch) from runs where runs.desktop_id = desktops.id
    );
  `)
  database.exec('commit')
  database.close()
}
