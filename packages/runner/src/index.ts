export { agentFromEnvironment } from './agent/from-environment.ts'
export { AgentSetupError } from './agent/setup-error.ts'
export { JournalError } from './journal/lines.ts'
export { keeperStatus } from './keeper-process.ts'
export type { Log } from './log.ts'
export {
  type Runner,
  type RunnerOptions,
  type RunnerState,
  startRunner,
} from './runner.ts'
export { RefusedError } from './server-link/errors.ts'
