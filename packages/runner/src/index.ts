export type { AgentConfiguration } from './agent/configuration.ts'
export { agentOfFolder, forgetAgent, keepAgent } from './agent/file.ts'
export { probeAgent } from './agent/readiness/probe-process.ts'
export { verdictOf } from './agent/readiness/verdict.ts'
export { JournalError } from './journal/lines.ts'
export type { Log } from './log.ts'
export {
  type Runner,
  type RunnerOptions,
  type RunnerState,
  startRunner,
} from './runner.ts'
export { RefusedError } from './server-link/errors.ts'
