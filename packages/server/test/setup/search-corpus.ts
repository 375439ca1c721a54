import { hash } from 'node:crypto'
import type { OutputStream, TaskStatus, TaskType } from '@mission-control/protocol'
import { newId } from '../../src/ids.ts'
import { insertApiKey } from '../../src/store/api-keys.ts'
import { insertOutput } from '../../src/store/output.ts'
import type { TaskRow } from '../../src/store/schema.ts'
import type { Store } from '../../src/store/store.ts'
import { compareAndSetTask, insertTasks } from '../../src/store/tasks.ts'
import { insertOwner } from '../../src/store/workspaces.ts'

const WORKSPACE = 'w'
const DESKTOPS = [
  { id: 'desktop_1', name: 'web-1', labels: ['linux', 'gpu'] },
  { id: 'desktop_2', name: 'web-22', labels: ['linux'] },
  { id: 'desktop_3', name: 'Büro 2', labels: [] },
] as const

/** A task, with everything that a look at it goes by. */
export interface Seeded {
  id: string
  workspaceId: string
  type: TaskType
  status: TaskStatus
  desktop: string
  labels: readonly string[]
  createdAt: number
  exitCode: number | null
  content: string
  output: string
  feedback: string | null
  texts: string[]
}

type Wanted = Partial<{
  content: string
  type: TaskType
  status: TaskStatus
  desktop: (typeof DESKTOPS)[number]
  createdAt: number
  exitCode: number | null
  feedback: string | null
  output: string
  stream: OutputStream
  /** Bytes of a chunk. */
  chunk: number
  workspaceId: string
  chat: 0 | 1
}>

let dispatch = 0

/** A task as its run and its review leave it; resolves with its id. */
export async function seedTask(store: Store, wanted: Wanted): Promise<string> {
  const { desktop = DESKTOPS[0], status = 'done', chunk = 60_000, output = '' } = wanted
  const at = wanted.createdAt ?? Date.now()
  return await store.write(async (tx) => {
    const id = newId('task')
    const run_id = `run_${id}`
    const task = {
      id,
      workspace_id: wanted.workspaceId ?? WORKSPACE,
      desktop_id: desktop.id,
      type: wanted.type ?? 'command',
      content: wanted.content ?? 'true',
      status: 'pending',
      requires_approval: 0,
      timeout_seconds: null,
      grace_seconds: 5,
      created_at: at,
      cancel_requested_at: null,
      chat: wanted.chat ?? 0,
      rerun_of: null,
      batch_id: null,
      first_try: null,
      attempt: 1,
      user_id: null,
      from_task: null,
      created_by: null,
      approvals_asked: null,
      owners: null,
      votes: null,
    } as TaskRow
    await insertTasks(tx, [task])
    if (status === 'pending') return id
    const bytes = Buffer.from(output)
    const stream = wanted.stream ?? 'stdout'
    const sizes = { [`${stream}_bytes`]: bytes.length, seq: Math.ceil(bytes.length / chunk) }
    const run = { id: run_id, task_id: id, desktop_id: desktop.id, created_at: at }
    await tx
      .insertInto('runs')
      .values({ ...run, dispatch: ++dispatch, ...sizes })
      .execute()
    for (let seq = 1; seq <= sizes.seq!; seq++) {
      const data = bytes.subarray((seq - 1) * chunk, seq * chunk)
      await insertOutput(tx, { run_id, seq, stream, at, data })
    }
    await compareAndSetTask(tx, task, {
      status,
      run_id,
      completed_at: status === 'running' ? null : at,
      exit_code: wanted.exitCode ?? null,
      feedback: wanted.feedback ?? null,
    })
    return id
  })
}

/** Lines that tasks print, each of which is hard in its own way. */
const LINES = [
  'nginx: worker_processes auto;',
  'worker_processes  auto twice blank',
  'ERROR: No such file',
  'oom killer',
  'a AND b OR NOT c NEAR(x y)',
  'foo*bar "quoted" it\'s 100% key:value',
  'café ÜBER straße',
  'cafe\u0301 decomposed',
  '日本語のログ',
  '👩‍🔧 at work',
  'שגיאה בקובץ',
  'see https://example.com/x?y=z',
  'C:\\new\\folder',
  '§ 1',
  'zq',
  '\u001b[31mred\u001b[0m alert',
  'the quick brown fox',
]

/** Many tasks of all kinds, the newest first. */
export async function seedCorpus(store: Store, apiKey: string): Promise<Seeded[]> {
  await store.write(async (tx) => {
    await insertOwner(tx, { workspaceId: WORKSPACE, userId: 'u', name: 'n', at: 0 })
    const key = { id: 'key', workspace_id: WORKSPACE, user_id: 'u', name: 'n', last4: '1234' }
    await insertApiKey(tx, { ...key, hash: hash('sha256', apiKey), created_at: 0 })
    await tx
      .insertInto('workspaces')
      .values({ id: 'other', name: 'o', require_approval: 0, last_activity: 0, created_at: 0 })
      .execute()
    for (const { id, name, labels } of DESKTOPS) {
      const rest = { status: 'running', local: 0, credential_hash: id, created_at: 0 } as const
      const desktop = { id, name, labels: JSON.stringify(labels), workspace_id: WORKSPACE }
      await tx
        .insertInto('desktops')
        .values({ ...desktop, ...rest })
        .execute()
    }
  })
  const corpus: Seeded[] = []
  const statuses = ['done', 'failed', 'cancelled', 'review', 'pending', 'running'] as const
  for (let i = 0; i < 120; i++) {
    const status = statuses[i % 7] ?? 'done'
    const lines = LINES.filter(
      (_, line) => (i * 7 + line * 3) % 11 === 0 || (i >> (line % 5)) % 13 === 0,
    )
    const agent = i % 10 === 3
    let output = `${lines.join('\n')}\n`
    if (i === 90)
      output = `${'x'.repeat(65_526)} needle-at-the-seam ${'y'.repeat(140_000)}\n${output}`
    if (i === 91) output = 'split-between-chunks\n'
    if (agent) {
      output = `${JSON.stringify({ type: 'message', id: 'm', text: 'the agent ' })}\n${JSON.stringify({ type: 'message', id: 'm', text: `says so\n${lines.join('\n')}` })}\n`
    }
    if (status === 'pending') output = ''
    const task = {
      type: agent ? ('prompt' as const) : ('command' as const),
      status,
      desktop: DESKTOPS[i % 3]!,
      createdAt: Date.parse('2026-11-19') + i * 900_000,
      exitCode: status === 'done' ? 0 : status === 'failed' ? [1, 137][i % 2]! : null,
      content: `echo ${i}; ${i % 5 === 0 ? 'nginx -t' : 'true'}`,
      feedback: i % 17 === 0 && status !== 'pending' ? 'try it again' : null,
    }
    const chunk = i === 91 ? 7 : 60_000
    const stream = agent ? ('agent' as const) : ('stdout' as const)
    const id = await seedTask(store, { ...task, output, stream, chunk: agent ? 60_000 : chunk })
    const { name, labels } = task.desktop
    const printed = output === '' ? '' : agent ? `the agent says so\n${lines.join('\n')}` : output
    const plain = printed.replaceAll('\u001b[31m', '').replaceAll('\u001b[0m', '')
    const texts = [task.content, task.feedback ?? '', plain, name, ...labels]
    corpus.push({
      ...task,
      id,
      workspaceId: WORKSPACE,
      desktop: name,
      labels,
      output: plain,
      texts,
    })
  }
  return corpus.reverse()
}
