import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { NewTask, PermissionRule } from '@mission-control/protocol'
import type { Scope } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { agentReady } from '../setup/prompts.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'
import { builtinAgent, codingAgent, QUESTIONS } from './agents.ts'

/** What the commands below call, so that they print the same everywhere. */
const PATH = [join(import.meta.dirname, 'programs'), process.env.PATH].join(delimiter)

/** A fleet at work, on a real server with real runners. */
export interface Sample {
  server: TestServer
  /** Their ids by name. */
  desktops: Record<string, string>
  /** Tasks that were made in one go. */
  batch: string
  /** Ids of those that pages show, by what they are. */
  tasks: Record<
    'running' | 'review' | 'failed' | 'longLog' | 'pending' | 'promptReview' | 'promptRunning',
    string
  >
}

interface Machine {
  labels: string[]
  concurrency?: number
  env?: NodeJS.ProcessEnv
}

const FLEET: Record<string, Machine> = {
  'build-01': { labels: ['pool:ci', 'os:debian-12'] },
  'build-02': { labels: ['pool:ci', 'os:debian-12'], concurrency: 1 },
  'web-staging': { labels: ['env:staging'] },
  'db-orders': { labels: ['env:production', 'role:postgres'] },
  'orders-dev': { labels: ['team:orders'] },
  'review-bot': { labels: ['agent:acp'], env: codingAgent },
  'gpu-01': { labels: ['pool:training', 'gpu:l40s'] },
}

const RULES: PermissionRule[] = [
  { tool: 'shell', pattern: 'git push*', decision: 'ask' },
  { tool: 'shell', pattern: 'sudo *', decision: 'never' },
  { tool: 'fetch_url', pattern: 'https://docs.example.com/*', decision: 'allow' },
]

/** As long as a name may be, and more than a column shows. */
const CROWD = { nameLength: 100, tasks: 200 }

export async function startSample(t: Scope, crowded = false): Promise<Sample> {
  const server = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  // Whoever did something is named on each page.
  await inDatabase(server.dataDir, `update api_keys set name = 'Nightly CI'`)
  const { client } = server
  const desktops = await startFleet(t, server, crowded)
  await client.agents.setUp(desktops['orders-dev']!, await builtinAgent(t))
  await client.desktops.setPermissionRules(desktops['orders-dev']!, RULES)

  const create = async (desktop: string, content: string, more: Partial<NewTask> = {}) => {
    const desktopId = desktops[desktop]!
    const { id } = await client.tasks.create({ type: 'command', content, desktopId, ...more })
    return id
  }
  const run = async (...args: Parameters<typeof create>) => {
    const { id } = await client.tasks.run(await create(...args))
    return id
  }
  const finish = async (...args: Parameters<typeof create>) => {
    const { id } = await ended(client, await run(...args))
    return id
  }
  const prompt = async (desktop: string, content: string, more: Partial<NewTask> = {}) => {
    await agentReady({ client, desktopId: desktops[desktop]! })
    return await run(desktop, content, { type: 'prompt', ...more })
  }
  const gated = { requiresApproval: true }

  // As on any day much has been done, at the same time.
  const [longLog, failed, downgrade, plan, lint] = await Promise.all([
    finish('build-01', 'ninja -C build'),
    finish('build-01', 'pytest tests/payments'),
    finish('db-orders', 'alembic downgrade -1 --sql', gated),
    finish('web-staging', 'terraform plan -out=network.tfplan', gated),
    finish('build-01', 'npm run lint', gated),
    finish('db-orders', 'rsync -a /srv/invoices/ backup:/srv/invoices/'),
    finish('db-orders', 'psql orders -f reports/largest-tables.sql'),
    finish('web-staging', 'kubectl rollout status deployment/api --timeout=120s'),
    finish('web-staging', 'certbot renew --dry-run'),
    finish('build-02', 'npm run build'),
    finish('gpu-01', 'rsync -a backup:/srv/checkpoints/ checkpoints/'),
  ])
  await client.tasks.review(downgrade, {
    decision: 'reject',
    feedback: 'This drops invoices.reference. Keep the column, only remove the index.',
  })
  await client.tasks.review(plan, { decision: 'approve' })
  await client.tasks.review(lint, { decision: 'approve' })
  const backfill = await run('gpu-01', 'python backfill.py --since 2024-01-01')

  const running = await run('gpu-01', 'python train.py --config configs/reranker.yaml --resume')
  await run(
    'db-orders',
    'pg_dump --format=directory --jobs=4 --verbose --file=/backup/orders orders',
  )
  await run('build-01', 'npm test')
  await run('build-02', 'docker build -t registry.example.com/api:2.14.0 .')
  await run('build-02', 'npm run lint')
  await client.tasks.cancel(backfill)
  await ended(client, backfill)

  await finish('db-orders', 'alembic upgrade head --sql', gated)
  const review = await finish('web-staging', 'terraform plan -out=staging.tfplan', gated)

  await create(
    'build-01',
    'Go through the failed tests of tests/payments and propose a fix for each.',
    {
      type: 'prompt',
      ...gated,
    },
  )
  await create('db-orders', 'psql orders -c "reindex table concurrently stock_moves"')
  const pending = await create('web-staging', 'terraform apply staging.tfplan', gated)

  const promptReview = await prompt(
    'orders-dev',
    'Add a health check at /healthz to server.js, with a test.\n\nDo not touch anything else.',
    gated,
  )
  await ended(client, promptReview)
  for (const question of QUESTIONS)
    await client.desktops.chat.send(desktops['orders-dev']!, question)
  const promptRunning = await prompt(
    'review-bot',
    'The test of captures fails now and then. Find out why, fix it, and push a branch.',
  )

  if (crowded) {
    const ids = await Promise.all(
      Array.from({ length: CROWD.tasks }, (_, n) =>
        create('build-02', `make -C packages/service-${n} check`),
      ),
    )
    for (const id of ids) await client.tasks.run(id)
  }
  await waitFor('the training to have printed something', async () => {
    const printed = await client.tasks.output(running)
    return printed.length > 4
  })
  // On every machine at once: all but one say the same.
  const free = Object.entries(desktops).filter(([name]) => name !== 'build-02')
  const everywhere = free.map(([name, desktopId]) => {
    const answer = name === 'gpu-01' ? 'echo 2 restarts pending; exit 1' : 'echo up to date'
    return { type: 'command' as const, content: answer, desktopId }
  })
  const [first] = await client.tasks.createBatch({ tasks: everywhere, run: true })
  const batch = first?.batchId ?? ''
  const plans = ['web-staging', 'db-orders', 'orders-dev'].map((name) => {
    const content = 'echo Plan: 2 to add, 1 to change'
    return { type: 'command' as const, content, desktopId: desktops[name]!, ...gated }
  })
  for (const { id } of await client.tasks.createBatch({ tasks: plans, run: true })) {
    await ended(client, id)
  }
  // Long enough for figures of the load and a second line of everything that runs.
  await sleep(3_000)
  return {
    server,
    desktops,
    batch,
    tasks: { running, review, failed, longLog, pending, promptReview, promptRunning },
  }
}

async function startFleet(
  t: Scope,
  server: TestServer,
  crowded: boolean,
): Promise<Record<string, string>> {
  const { client } = server
  const ids: Record<string, string> = {}
  const named = (name: string) => (crowded ? longName(name) : name)
  for (const [name, { labels, concurrency = 4, env: agent }] of Object.entries(FLEET)) {
    const env = { ...agent, PATH, MISSION_CONTROL_CONCURRENCY: `${concurrency}` }
    const { desktop } = await startDesktop(t, server, named(name), env)
    await client.desktops.update(desktop.id, { labels })
    ids[name] = desktop.id
  }
  const stopped = await startDesktop(t, server, named('build-03'))
  stopped.program.child.kill('SIGTERM')
  await stopped.program.exited
  await client.desktops.create({ name: named('edge-fra-1'), labels: ['env:production'] })
  return ids
}

function longName(name: string): string {
  const [before, after] = [`${name}.eu-west-1a.`, '.prod.internal.example.com']
  return before + 'x'.repeat(CROWD.nameLength - before.length - after.length) + after
}
