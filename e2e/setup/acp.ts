import { fileURLToPath } from 'node:url'

const AGENT = fileURLToPath(
  new URL('../../packages/runner/test/fixtures/acp-agent.ts', import.meta.url),
)

/** The environment of a desktop whose agent is this program. */
export const acp = (command = `'${process.execPath}' '${AGENT}'`) => ({
  MISSION_CONTROL_AGENT: 'acp',
  MISSION_CONTROL_AGENT_COMMAND: command,
})
