import { calls, says } from '../../e2e/setup/model/replies.ts'
import { type AgentDesktop, MODEL_SETUP, run, withAgent } from './agents/desktop.ts'
import type { Bench } from './bench.ts'
import { summarise, summariseAlone } from './measure.ts'
import { memoryOfLiving } from './memory.ts'
import { ActivityStream } from './ours/activity.ts'
import { commandLine, processesOf } from './ours/processes.ts'
import { OURS_SETUP } from './ours/server.ts'
import { alternate } from './rounds.ts'

const PROMPTS = 20
const SAMPLE_EVERY_MS = 250

export const agent20: Bench = {
  id: 'agent-20',
  title: '20 prompts at once on one desktop: all done, time, memory',
  rounds: 5,
  run: (context) =>
    withAgent(context, 'builtin', async (desktop) => {
      desktop.model.otherwise = (response, request) =>
        request.body.messages.some(({ role }) => role === 'tool')
          ? says('Done.')(response, request)
          : calls({ name: 'shell', input: { command: 'sleep 2; echo done' } })(response, request)
      await prompts(desktop, 1)
      const rounds = await alternate(context, {
        ours: () => prompts(desktop, PROMPTS),
        one: () => prompts(desktop, 1),
      })
      const time = rounds.map(({ ours, one }) => ({ ours: ours.seconds, peer: one.seconds }))
      const each = (key: 'rss' | 'pss') => rounds.map(({ ours }) => ours.memory[key] / PROMPTS)
      return {
        measures: [
          summarise(`${PROMPTS} prompts, all done, against one`, 's', time),
          summariseAlone('memory of an agent at work, PSS', 'MiB', each('pss')),
          summariseAlone('memory of an agent at work, RSS', 'MiB', each('rss')),
        ],
        how: `Each prompt: the built-in agent calls the shell (\`sleep 2; echo done\`) and answers, so two seconds of each are the command's own. From the first call until the last task is seen done on the activity stream. Memory: the agent hosts together at their highest, read every ${SAMPLE_EVERY_MS} ms, by prompt. Concurrency ${PROMPTS}; ${MODEL_SETUP}; ${OURS_SETUP}.`,
      }
    }),
}

async function prompts({ server }: AgentDesktop, count: number) {
  using stream = await ActivityStream.open(server)
  const begun = performance.now()
  const ids = await Promise.all(Array.from({ length: count }, () => run(server, 'Do it.')))
  const memory = { rss: 0, pss: 0 }
  const sampling = setInterval(() => {
    const now = memoryOfLiving(agentsOf(server.desktopId))
    if (now.pss > memory.pss) Object.assign(memory, now)
  }, SAMPLE_EVERY_MS)
  try {
    await Promise.all(ids.map((id) => stream.done(id)))
    return { seconds: (performance.now() - begun) / 1000, memory }
  } finally {
    clearInterval(sampling)
  }
}

/** The desktop's name is in their environment. */
const agentsOf = (desktopId: string) =>
  processesOf(desktopId).filter((pid) => commandLine(pid).startsWith('mission-control-agent'))
