import { join } from 'node:path'
import type { CreatedDesktop } from '@mission-control/protocol'
import type { Scope } from './cleanup.ts'
import { temporaryFolder } from './folder.ts'
import { type Program, startProgram } from './processes.ts'
import type { TestServer } from './server.ts'

export interface TestRunner {
  program: Program
  desktop: CreatedDesktop
  dir: string
}

/** Registers a further desktop and starts its runner, as on another machine: own folder, own credential. */
export async function startDesktop(
  t: Scope,
  server: TestServer,
  name: string,
  env: NodeJS.ProcessEnv = {},
): Promise<TestRunner> {
  const desktop = await server.client.desktops.create({ name })
  const dir = join(temporaryFolder(t), 'runner')
  return { desktop, dir, program: await startRunner(t, server.url, dir, desktop.credential, env) }
}

/** A runner in `dir`, connected when it resolves. */
export async function startRunner(
  t: Scope,
  url: string,
  dir: string,
  credential: string,
  env: NodeJS.ProcessEnv = {},
  main?: string,
): Promise<Program> {
  const variables = { MISSION_CONTROL_CREDENTIAL: credential, ...env }
  const args = ['runner', '--server', url, '--dir', dir]
  const program = startProgram(t, args, variables, undefined, main)
  await program.prints(/connected/)
  return program
}
