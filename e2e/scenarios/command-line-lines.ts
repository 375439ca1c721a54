/** Part of command-line.test.ts: a line of each command, and more where it answers in several ways. */
import type { Client } from '@mission-control/client'
import type { Task } from '@mission-control/protocol'
import type { CommandLine } from '../setup/command-line.ts'
import { waitFor } from '../setup/wait.ts'

/** Where the lines are tried: a user's program, and the server with a desktop. */
export interface Place {
  mc: CommandLine
  client: Client
  desktop: { id: string }
}

export async function createTask({ client, desktop }: Place, more: object = {}): Promise<Task> {
  const given = { type: 'command', content: 'echo hello', desktopId: desktop.id, ...more } as const
  return (await client.tasks.createBatch({ tasks: [given] }))[0]!
}

/** A task whose result waits for a decision, as the one that was named last. */
async function createReview(at: Place) {
  const { mc, client } = at
  const task = await createTask(at, { requiresApproval: true })
  await client.tasks.run(task.id)
  await waitFor('the review', async () => (await client.tasks.get(task.id)).status === 'review')
  await mc.run(['tasks', 'show', task.id])
}

async function createLong(at: Place) {
  const task = await createTask(at, { content: 'sleep 300' })
  await at.client.tasks.run(task.id)
  await at.mc.run(['tasks', 'show', task.id])
}

async function untilMeasured({ client, desktop }: Place) {
  await waitFor('its load', async () => (await client.desktops.metrics(desktop.id)).length > 0)
}

/** The lines, one after the other: what has to be there before, and the exit code. */
export const LINES: [line: string, code: number, before?: (at: Place) => Promise<unknown>][] = [
  ['tasks list', 0],
  ['tasks list --json', 0],
  ['tasks create --approve -- echo hello', 0],
  ['tasks create --json -- echo hello', 0],
  ['tasks show @last', 0],
  ['tasks show @last --json', 0],
  ["tasks show @last --template '{{status}}\\t{{error}}{{exitCode}}'", 0],
  ["tasks show @last --template '{{nothing}}'", 2],
  ['tasks show @last -q', 0],
  ['open @last', 0],
  ['open @last --json', 0],
  ['tasks run @last', 0],
  ['tasks wait @last', 0],
  ['tasks wait @last --json', 0],
  ['tasks run @last', 5],
  ['tasks run @last --json', 5],
  ['tasks list', 0],
  ["tasks list --status done --template '{{status}} {{exitCode}}'", 0],
  ['tasks list --status done -n 1 -q', 0],
  ['tasks list --status nonsense', 2],
  ['tasks list -n few', 2],
  ['tasks logs @last', 0],
  ['tasks logs @last --json', 0],
  ['tasks logs -f @last --since 2100-01-01', 0],
  ['tasks logs @last --since yesterday', 2],
  ['tasks rerun @last', 0],
  ['tasks rerun @last --json', 0],
  ['tasks cancel @last', 0],
  ['tasks cancel @last', 5],
  ['tasks cancel @last --json', 0, createLong],
  ['tasks wait @last', 130],
  ['tasks delete @last', 0],
  ['tasks delete @last', 4],
  ['tasks delete @last --json', 0, ({ mc }) => mc.run(['run', 'true'])],
  ['approvals list', 0],
  ['approvals list', 0, createReview],
  ['approvals list --json', 0],
  ['tasks approve @last -m fine', 0],
  ['tasks approve @last', 5],
  ['tasks reject @last --json', 0, createReview],
  ['tasks approve @last --json', 0, createReview],
  ['tasks reject @last', 0, createReview],
  ['approvals approve @last', 0, createReview],
  ['approvals approve @last', 4],
  ['approvals approve @last --remember', 2, createReview],
  ['approvals reject @last --feedback no --json', 0],
  ['approvals approve @last --json', 0, createReview],
  ['approvals reject @last', 0, createReview],
  ['attach @last', 0, ({ mc }) => mc.run(['run', '--detach', 'echo hello'])],
  ['attach @last --json', 0],
  ['run echo hello', 0],
  ['run --json echo hello', 0],
  ['desktops list', 0],
  ['desktops list --json', 0],
  ['desktops list -l zone=b', 0],
  ['desktops label atelier zone=b gpu', 0],
  ['desktops label atelier --remove gpu --json', 0],
  ['desktops list -l zone=b -q', 0],
  ['run -l zone=b -- echo hello', 0],
  ['desktops show atelier', 0],
  ['desktops show @last --json', 0],
  ['desktops show nobody', 4],
  ['desktops show nobody --json', 4],
  ['desktops metrics atelier', 0, untilMeasured],
  ['desktops metrics atelier --json', 0],
  ['desktops metrics atelier --minutes 0', 2],
  ['desktops rename atelier workshop', 0],
  ['desktops rename workshop atelier --json', 0],
  ['desktops invitations', 0],
  ["desktops invite --name 'box-{hostname}' -l zone=b --uses 3 --expires 2h", 0],
  ['desktops invite --json', 0],
  ['desktops invite --uses 0', 2],
  ['desktops invite --expires soon', 2],
  ['desktops invitations', 0],
  ['desktops invitations --json', 0],
  ['desktops uninvite nothing', 4],
  ['desktops uninvite @last', 0],
  ['desktops uninvite @last', 4],
  ['desktops uninvite jointoken_ --json', 0],
  ['agents show atelier', 0],
  ['agents show atelier --json', 0],
  ['agents set atelier nonsense', 2],
  ['agents set atelier chat --base-url http://127.0.0.1:9/v1 --model m --api-key k', 0],
  ['agents set atelier chat --base-url http://127.0.0.1:9/v1 --json', 0],
  ['agents set atelier builtin --provider nobody', 2],
  ['agents show atelier', 0],
  ['agents copy atelier twin', 0, ({ client }) => client.desktops.create({ name: 'twin' })],
  ['agents copy atelier twin atelier --json', 1],
  ['agents copy atelier nobody', 4],
  ['agents copy atelier', 2],
  ['agents remove atelier', 0],
  ['agents remove atelier --json', 0],
  ['agents test atelier', 1],
  ['agents test atelier --json', 1],
  ['chat atelier hello', 5],
  ['chat atelier hello --json', 5],
  ['keys create ci --scope read --expires 90d --desktop atelier --label gpu --json', 0],
  ['keys create ci --scope write', 2],
  ['keys rotate ci --old-valid-for 1d', 0],
  ['keys rotate ci --json', 0],
  ['keys list', 0],
  ['keys revoke ci', 0],
  ['service-accounts create nightly operator', 0],
  ['service-accounts create weekly viewer --json', 0],
  ['service-accounts list', 0],
  ['service-accounts list --json', 0],
  ['keys create nightly --service-account nightly', 0],
  ['service-accounts remove nightly', 0],
  ['service-accounts remove nightly', 4],
  ['service-accounts remove weekly --json', 0],
  ['agents key atelier read tasks', 0],
  ['agents key atelier --json', 0],
  ['keys create laptop', 0],
  ['keys create desk --json', 0],
  ['keys list', 0],
  ['keys list --json', 0],
  ['keys revoke laptop', 0],
  ['keys revoke laptop', 4],
  ['keys revoke @last --json', 0],
  ['audit list --action createApiKey -n 1', 0],
  ['audit list --action nothing --json', 0],
  ['audit export --action nothing', 0],
  ['audit export --outcome refused --after 2100-01-01T00:00:00.000Z --json', 0],
  ['overview', 0],
  ['overview --json', 0],
  ['activity -n 3', 0],
  ['activity -n 2 --json', 0],
  ['search hello -n 1', 0],
  ['search hello -n 1 --json', 0],
  ['search nothing-like-that', 0],
  ['doctor --quick', 0],
  ['doctor --quick --json', 0],
  ['top --once', 0],
  ['top --json', 0],
  ['top', 2],
  ['contexts list', 0],
  ['contexts list --json', 0],
  ['contexts use nobody', 4],
  ['logout', 4],
  ['tasks list --context nobody', 4],
  ['completion fish', 0],
  ['completion csh', 2],
  ['desktops upgrade atelier --policy ask', 0],
  ['desktops upgrade atelier --policy auto --json', 0],
  ['desktops upgrade atelier --policy never', 2],
  ['desktops upgrade atelier', 5],
  ['desktops upgrade atelier --now --json', 5],
  ['desktops upgrade nobody', 4],
  ['desktops remove atelier', 2],
  ['desktops remove spare --yes', 0, ({ client }) => client.desktops.create({ name: 'spare' })],
  ['desktops remove spare -y --json', 0, ({ client }) => client.desktops.create({ name: 'spare' })],
]
