import {
  type ClientContext,
  client,
  type InitializeResponse,
  methods,
  PROTOCOL_VERSION,
  RequestError,
  type RequestPermissionRequest,
  type RequestPermissionResponse,
} from '@agentclientprotocol/sdk'
import type { AcpConfiguration } from '../configuration.ts'
import { AgentFailure } from '../failure.ts'
import { inTime } from './in-time.ts'
import { AgentProgram } from './program.ts'

/** ACP's code for "sign in first". */
const AUTH_REQUIRED = -32_000

/**
 * Decides whether the program may do something. The signal is aborted when the program withdraws
 * its request.
 */
export type Permit = (
  request: RequestPermissionRequest,
  signal: AbortSignal,
) => Promise<RequestPermissionResponse>

/** Starts the program, has it introduce itself, and does `work` with it; it is stopped afterwards. */
export async function withAgent<T>(
  configuration: AcpConfiguration,
  signal: AbortSignal,
  permit: Permit,
  work: (agent: ClientContext, introduced: InitializeResponse) => Promise<T>,
): Promise<T> {
  const program = new AgentProgram(configuration)
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  aborted.catch(() => null)
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    const done = client({ name: 'mission-control' })
      .onRequest(methods.client.session.requestPermission, ({ params, signal }) =>
        permit(params, signal),
      )
      .connectWith(program.stream, async (agent) => {
        return await work(agent, await introduce(agent))
      })
    return await Promise.race([done, program.ended, aborted])
  } catch (error) {
    signal.throwIfAborted()
    throw await failureOf(error, program)
  } finally {
    signal.removeEventListener('abort', abort)
    await program.stop()
  }
}

async function introduce(agent: ClientContext): Promise<InitializeResponse> {
  const introduced = agent.request(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    // We offer no terminals; with this flag Claude Code and Codex report what their commands print.
    clientCapabilities: { _meta: { terminal_output: true } },
    clientInfo: { name: 'mission-control', version: '1' },
  })
  return await inTime(introduced, 'introduced itself')
}

/** The program's end, which follows at once, says more than the closed connection. */
async function failureOf(error: unknown, program: AgentProgram): Promise<unknown> {
  if (error instanceof AgentFailure) return error
  if (error instanceof RequestError) {
    return new AgentFailure(codeOf(error.code), `The agent says: ${wordsOf(error)}`)
  }
  const ended = program.ended.catch((end: unknown) => end)
  return await Promise.race([ended, afterAWhile(error)])
}

/** Some programs pass on the HTTP status of the model's provider. */
function codeOf(code: number) {
  if (code === AUTH_REQUIRED || code === 401 || code === 403) return 'agent_refused'
  return code === 429 ? 'agent_rate_limited' : 'agent_error'
}

/** The message may be just "Internal error", with what happened in `data`. */
function wordsOf({ message, data }: RequestError): string {
  const details = typeof data === 'object' && data !== null && 'details' in data && data.details
  return typeof details === 'string' && details !== '' ? `${message}: ${details}` : message
}

async function afterAWhile(error: unknown): Promise<unknown> {
  await new Promise((resolve) => setTimeout(resolve, 500))
  return new AgentFailure(
    'agent_error',
    `The agent can't be understood: ${(error as Error).message}`,
  )
}
