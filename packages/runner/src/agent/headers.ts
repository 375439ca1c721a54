import { AGENT_VARIABLES } from '@mission-control/protocol/agents'
import { AgentSetupError } from './setup-error.ts'

const LINE = /^([\w!#$%&'*+.^`|~-]+): *([!-~](?:[\t -~]*[!-~])?)$/

/** `Name: value`, one a line, as curl takes them. Throws {@link AgentSetupError}. */
export function headersFrom(text = ''): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return Object.fromEntries(lines.map(headerFrom))
}

/** The message leaves out the value, which may be a key. */
function headerFrom(line: string, index: number): [name: string, value: string] {
  const [, name, value] = LINE.exec(line.trim()) ?? []
  if (name !== undefined && value !== undefined) return [name, value]
  throw new AgentSetupError(
    `${AGENT_VARIABLES.headers} must hold lines such as "X-Team: blue"; line ${index + 1} is none.`,
  )
}
