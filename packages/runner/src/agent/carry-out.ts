import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunEvidence } from '@mission-control/protocol'
import { codeOf, isRefusal } from '../error-code.ts'
import { findProcesses, RUN_ID_VARIABLE } from '../process-tree.ts'
import { DEFAULT_GRACE_MS, stopProcesses } from '../stop-processes.ts'
import { Watch } from './evidence/watch.ts'
import { AgentFailure, endedByDenial } from './failure.ts'
import type { Access, Job } from './job.ts'
import { kindOf } from './kinds/of.ts'
import type { Outcome } from './outcome.ts'
import { AskingGate, type Gate, OPEN_GATE } from './permissions/gate.ts'
import { type Redact, redactor } from './redact.ts'
import type { Shown } from './shown.ts'
import { writeSideFile } from './side-file.ts'
import { tidyingFor, tidyUp } from './tidying.ts'
import { Transcript } from './transcript.ts'

/** The task's result is cut to this many characters; the transcript has all of it. */
const RESULT_MAX = 64 * 1024
/** How long an agent that failed or reached a limit may take to stop, in ms. */
const STOP_WITHIN = 3_000
/** Between attempts to write its end on a disk that takes nothing, in ms. */
const WRITE_AGAIN_MS = 500
/** How long gathering the evidence may take, in ms; less when the agent was told to stop. */
const LOOK_WITHIN = { usual: 5_000, hurried: 1_000 }

/** How often to look whether the other processes have tidied up, in ms. */
const LOOK_EVERY = 100

/** Has the agent do what the prompt says, and writes down how it ended; resolves with the exit code. */
export async function carryOut(job: Extract<Job, { type: 'prompt' }>): Promise<number> {
  const redact = redactor(job.agent, job.access?.key)
  const transcript = new Transcript(redact)
  redactStderr(redact)
  const place = { workDir: process.cwd(), runnerDir: dirname(dirname(job.evidence)) }
  const watch = await Watch.begin(place)
  const { emit } = transcript
  const gate = job.permissions ? new AskingGate(job.permissions, { emit, redact }) : OPEN_GATE
  const outcome = await outcomeOf(job, transcript, gate)
  // A success may leave something running on purpose, as a command may.
  if (!('result' in outcome)) await endOfRest(job.graceMs)
  if ('result' in outcome) transcript.emit({ type: 'result', text: outcome.result })
  else transcript.emit({ type: 'error', code: outcome.code, message: outcome.message })
  await writeSurely(job.outcome, redact(outcome))
  const hurried = 'code' in outcome && outcome.code === 'agent_interrupted'
  const files = await watch.end(LOOK_WITHIN[hurried ? 'hurried' : 'usual'])
  leave(job.evidence, redact({ ...files, ...transcript.commands }))
  return 'result' in outcome ? 0 : 1
}

/** Writes the outcome, which must not get lost: on a full disk it waits until there is room. */
async function writeSurely(path: string, outcome: unknown): Promise<void> {
  for (;;) {
    try {
      writeSideFile(path, outcome)
      return
    } catch (error) {
      if (!isRefusal(error)) throw error
      process.stderr.write(
        `The agent's end could not be written yet and is tried again: ${codeOf(error)}.\n`,
      )
      await sleep(WRITE_AGAIN_MS)
    }
  }
}

/** Writes the evidence. If that fails, the run ends without it. */
function leave(path: string, evidence: RunEvidence): void {
  try {
    writeSideFile(path, evidence)
  } catch (error) {
    process.stderr.write(`The evidence could not be written: ${codeOf(error)}.\n`)
  }
}

/** Redacts standard error as well: a library may print what it was sent. */
function redactStderr(redact: Redact): void {
  const write = process.stderr.write.bind(process.stderr)
  process.stderr.write = (text: string | Uint8Array) =>
    write(redact(typeof text === 'string' ? text : Buffer.from(text).toString()))
}

/**
 * Stops what the agent started. If the run was told to stop meanwhile, waits for those processes
 * instead.
 */
async function endOfRest(graceMs: number | undefined): Promise<void> {
  const runId = process.env[RUN_ID_VARIABLE]
  if (runId === undefined) return
  const rest = { runId, leader: null }
  if (tidyingFor() === null) {
    await stopProcesses(rest, { graceMs, giveUpAfterMs: 2_000 })
    return
  }
  while (tidyingFor() !== 0 && findProcesses(rest).length > 0) await sleep(LOOK_EVERY)
}

async function outcomeOf(
  {
    agent,
    prompt,
    conversation,
    graceMs = DEFAULT_GRACE_MS,
    access,
  }: Extract<Job, { type: 'prompt' }>,
  transcript: Transcript,
  gate: Gate,
): Promise<Outcome> {
  const stop = new AbortController()
  const { promise: stopped, reject } = Promise.withResolvers<never>()
  const halt = (failure: AgentFailure) => {
    stop.abort(failure)
    setTimeout(() => reject(failure), tidyingFor() ?? STOP_WITHIN).unref()
  }
  process.on('SIGTERM', () => {
    tidyUp(graceMs)
    halt(new AgentFailure('agent_interrupted', 'The agent was told to stop.'))
  })
  process.on('uncaughtException', (error) => {
    halt(new AgentFailure('agent_error', `The agent failed: ${error.message}`))
  })
  let shown: Shown | null = null
  const { timeMs } = agent.limits
  const timer = setTimeout(() => {
    const message = `The agent has worked for ${timeMs / 1000} s, which is its limit.`
    halt(new AgentFailure('agent_limit', message))
  }, timeMs)
  try {
    const kind = await kindOf(agent)
    // Set here and not by the keeper, so that no process that only waits has the key in its environment.
    if (access !== null) Object.assign(process.env, variablesOf(access))
    const work = kind.run(agent, prompt, {
      emit: transcript.emit,
      shows: (now) => {
        shown = now
      },
      conversation,
      signal: stop.signal,
      gate,
    })
    const result = await Promise.race([work, stopped])
    const { denied } = transcript
    if (result.trim() === '' && denied !== null) throw endedByDenial(denied)
    return { result: shortened(result), usage: transcript.usage, shown }
  } catch (error) {
    const { code, message } = failureOf(stop.signal.aborted ? stop.signal.reason : error)
    return { code, message: message.slice(0, 2000), usage: transcript.usage, shown }
  } finally {
    clearTimeout(timer)
  }
}

/** As the command line and the SDK's examples read them. */
function variablesOf({ key, url }: Access): NodeJS.ProcessEnv {
  return { MISSION_CONTROL_API_KEY: key, MISSION_CONTROL_URL: url }
}

function failureOf(error: unknown): AgentFailure {
  if (error instanceof AgentFailure) return error
  return new AgentFailure('agent_error', `The agent failed: ${(error as Error).message}`)
}

function shortened(answer: string): string {
  if (answer.length <= RESULT_MAX) return answer
  const beginning = answer.slice(0, RESULT_MAX).toWellFormed()
  return `${beginning}\n… (${answer.length} characters; all of them are in the transcript)`
}
