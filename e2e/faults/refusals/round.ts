import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { agentReady } from '../../setup/prompts.ts'
import { waitFor } from '../../setup/wait.ts'
import type { Fault, Round } from '../harness/fault.ts'
import type { Random } from '../harness/random.ts'
import { judgeWork } from './judge-work.ts'
import { Place, type Target } from './place.ts'
import type { Code, Refusal } from './rule.ts'
import { cancel, giveWork, giveWorkToCancel, type Try } from './work.ts'

/** As many calls count, more or less, in a round of these programs. */
const REACHED: Record<Target, number> = { server: 250, runner: 60, keeper: 80 }

/** Every call of a round is refused, each by one of these codes, in each program. */
export function refusals(title: string, codes: readonly Code[], rounds: Fault['rounds']): Fault {
  return {
    title,
    rounds,
    async prepare(scope) {
      const place = await Place.start(scope)
      return (async (random) => {
        const target = random.pick(['server', 'runner', 'keeper'] as const)
        const refusal: Refusal = {
          code: random.pick(codes),
          nth: random.between(1, REACHED[target]),
          mode: random.pick(['once', 'on'] as const),
        }
        try {
          await refuse(place, random, target, refusal)
        } catch (error) {
          throw new Error(storyOf(place, target, refusal), { cause: error })
        } finally {
          place.rules[target].allow()
        }
      }) satisfies Round
    },
  }
}

async function refuse(
  place: Place,
  random: Random,
  target: Target,
  refusal: Refusal,
): Promise<void> {
  const { site } = place
  await site.connected()
  if (target === 'keeper') await place.startKeeper()
  await agentReady({ client: site.client, desktopId: site.desktop.id })
  const rule = place.rules[target]
  const restart = random.chance(0.5)
  rule.refuse(refusal)
  const tries = await giveWork(place, random)
  const toCancel = await giveWorkToCancel(place)
  await sleep(random.between(0, 300))
  await cancel(place, toCancel)
  const back = restart ? await begin(place, target) : null
  await sleep(refusal.mode === 'on' ? random.between(200, 1500) : random.between(0, 300))
  rule.allow()
  await back?.()
  await stillThere(place)
  await endAll(place, toCancel)
  await judgeWork(place, target, [...tries, ...toCancel])
  // One that a prompt has failed at is asked again first.
  await agentReady({ client: site.client, desktopId: site.desktop.id })
  const after = await giveWork(place, random)
  await judgeWork(place, 'server', after)
  assert.ok(after.every(({ ran }) => ran))
}

/** Kills the program, or, for a keeper, the runner, and starts it again while it is still refused. */
async function begin({ site }: Place, target: Target): Promise<() => Promise<void>> {
  if (target === 'server') {
    await site.killServer()
    const up = site.startServer()
    up.catch(() => null)
    return () => up
  }
  await site.killRunner()
  site.startRunner()
  return async () => void (await site.runner.prints(/connected/))
}

/** Nothing that was up has gone. */
async function stillThere({ site }: Place): Promise<void> {
  for (const { child } of [site.server.program, site.runner]) {
    assert.deepEqual([child.exitCode, child.signalCode], [null, null])
  }
  await site.connected()
}

/** They have no other end than this one. */
async function endAll({ site }: Place, tries: Try[]): Promise<void> {
  for (const each of tries) {
    const { id } = each.job.task
    await waitFor('the cancel to be taken', async () => {
      const { status } = await site.client.tasks.get(id)
      if (status !== 'running' || each.cancelled) return true
      await site.client.tasks.cancel(id)
      each.cancelled = true
    })
  }
}

function storyOf({ site, rules }: Place, target: Target, refusal: Refusal): string {
  const refused = rules[target].refused.slice(0, 12).join('\n')
  return `${target}, ${inspect(refusal)}; refused:\n${refused}\n${site.story}`
}
