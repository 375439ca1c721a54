import { type AgentDesktop, MODEL_SETUP, run, withAgent } from './agents/desktop.ts'
import { askDirectly, SPACING_MS, TOKENS, Tokens } from './agents/tokens.ts'
import type { Bench } from './bench.ts'
import { percentile, summarise, summariseAlone } from './measure.ts'
import { ActivityStream } from './ours/activity.ts'
import { OURS_SETUP } from './ours/server.ts'
import { alternate } from './rounds.ts'

export const agentStream: Bench = {
  id: 'agent-stream',
  title: 'a token from the model’s write to the activity stream, against a direct connection',
  rounds: 7,
  run: (context) =>
    withAgent(context, 'chat', async (desktop) => {
      await throughUs(desktop)
      const rounds = await alternate(context, {
        ours: () => throughUs(desktop),
        direct: () => directly(desktop),
      })
      const pairs = (key: 'p50' | 'p99') =>
        rounds.map((round) => ({ ours: round.ours[key], peer: round.direct[key] }))
      const overhead = pairs('p50').map(({ ours, peer }) => ours - peer)
      return {
        measures: [
          summariseAlone('overhead per token, p50', 'ms', overhead, { bound: 'at most', value: 3 }),
          summarise('write → sight, p50', 'ms', pairs('p50')),
          summarise('write → sight, p99', 'ms', pairs('p99')),
        ],
        how: `${TOKENS} tokens a side and round, one every ${SPACING_MS} ms, from ${MODEL_SETUP}. Ours: a prompt to the chat agent, its tokens as they come by on one open activity stream; ${OURS_SETUP}. Peer: the same answer on a connection of node:http.`,
      }
    }),
}

async function throughUs({ model, server }: AgentDesktop) {
  const tokens = new Tokens()
  model.script = [tokens.reply]
  using stream = await ActivityStream.open(server, tokens.look)
  await stream.done(await run(server, 'Count.'))
  return quantiles(tokens)
}

async function directly({ model }: AgentDesktop) {
  const tokens = new Tokens()
  model.script = [tokens.reply]
  await askDirectly(model, tokens)
  return quantiles(tokens)
}

const quantiles = ({ latencies }: Tokens) => ({
  p50: percentile(latencies, 0.5),
  p99: percentile(latencies, 0.99),
})
