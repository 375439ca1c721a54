import { enableCompileCache } from 'node:module'
import { text } from 'node:stream/consumers'
import type { Job } from './job.ts'

/**
 * The agent host: the process of one prompt, held by the keeper like a command's. What it is to do,
 * keys included, it is told on standard input; what the agent does goes to standard output, a
 * {@link TranscriptRecord} a line. It loads only the kind of agent that it is told of.
 */
process.title = 'mission-control-agent'
const job = JSON.parse(await text(process.stdin)) as Job
// By this call and not by the environment, which the agent's own commands would inherit.
enableCompileCache(process.argv[2])

const { carryOut } = await import('./carry-out.ts')
const { probe } = await import('./probe.ts')
process.exit(job.type === 'prompt' ? await carryOut(job) : await probe(job.agent))
