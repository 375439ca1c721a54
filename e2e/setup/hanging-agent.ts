import { writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ACP_PRESETS, type AcpPresetName } from '@mission-control/protocol/agents'
import type { Scope } from './cleanup.ts'
import { temporaryFolder } from './folder.ts'

/** Introduces itself, and answers nothing from then on. */
const INTRODUCES_ITSELF = `
process.stdin.once('data', (first) => {
  const { id } = JSON.parse(String(first).split('\\n', 1)[0])
  const result = { protocolVersion: 1, agentCapabilities: {} }
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n')
})
setInterval(() => undefined, 1000)
`
const PROGRAMS = {
  start: '#!/bin/sh\nexec sleep 1000\n',
  session: `#!${process.execPath}\n${INTRODUCES_ITSELF}`,
}

/** The environment of a desktop whose agent is a known program, which hangs at this point. */
export function hangingAgent(
  t: Scope,
  preset: AcpPresetName,
  at: keyof typeof PROGRAMS,
): NodeJS.ProcessEnv {
  const folder = temporaryFolder(t)
  const [program = ''] = ACP_PRESETS[preset].commands[0].split(' ', 1)
  writeFileSync(join(folder, program), PROGRAMS[at], { mode: 0o755 })
  return {
    PATH: [folder, process.env.PATH].join(delimiter),
    MISSION_CONTROL_AGENT: 'acp',
    MISSION_CONTROL_AGENT_COMMAND: preset,
  }
}
