import {
  type ActiveSession,
  type AgentCapabilities,
  type ClientContext,
  type McpServer,
  methods,
  type NewSessionResponse,
  RequestError,
} from '@agentclientprotocol/sdk'
import { codeOf, isRefusal } from '../../error-code.ts'
import type { Conversation } from '../job.ts'
import { readSideFile, writeSideFile } from '../side-file.ts'

/** `remembers`: the agent knows what was said before. */
interface OpenSession {
  session: ActiveSession
  remembers: boolean
}

interface Surroundings {
  cwd: string
  mcpServers: McpServer[]
}

/** The agent's own id for the desktop's chat; `command` says which agent. */
interface Kept {
  conversation: string
  command: string
  sessionId: string
}

/**
 * Begins a session. A chat has its own session, which is loaded if the agent can do that and still
 * has it.
 */
export async function openSession(
  agent: ClientContext,
  can: AgentCapabilities,
  surroundings: Surroundings,
  command: string,
  conversation: Conversation | null,
): Promise<OpenSession> {
  const kept = conversation && (readSideFile(conversation.session) as Kept | null)
  if (can.loadSession && kept?.conversation === conversation?.id && kept?.command === command) {
    const session = await load(agent, surroundings, kept.sessionId)
    if (session) return { session, remembers: true }
  }
  const session = await agent.buildSession(surroundings).start()
  if (conversation) {
    const { sessionId } = session
    const own: Kept = { conversation: conversation.id, command, sessionId }
    keep(conversation.session, own)
  }
  return { session, remembers: false }
}

/** If the disk refuses, the next message begins a new session and takes the history along. */
function keep(path: string, session: Kept): void {
  try {
    writeSideFile(path, session)
  } catch (error) {
    if (!isRefusal(error)) throw error
    process.stderr.write(`The agent's session is not kept: ${codeOf(error)}.\n`)
  }
}

/** Loads a session; null if the agent no longer has it. */
async function load(
  agent: ClientContext,
  surroundings: Surroundings,
  sessionId: string,
): Promise<ActiveSession | null> {
  try {
    const loaded = await agent.request(methods.agent.session.load, { ...surroundings, sessionId })
    return attach(agent, { ...loaded, sessionId })
  } catch (error) {
    if (error instanceof RequestError) return null
    throw error
  }
}

/**
 * The library follows only sessions that it began itself, and doesn't export how. The agent repeats
 * the past before its answer, when nobody follows yet.
 */
function attach(agent: ClientContext, response: NewSessionResponse): ActiveSession {
  const library = agent as unknown as { attachSession(response: NewSessionResponse): ActiveSession }
  return library.attachSession(response)
}
