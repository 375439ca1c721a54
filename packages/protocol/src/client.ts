/**
 * What a client takes from here when it runs. Nothing of it needs a schema: to load those takes longer
 * than most commands of the command line.
 */

export { isOver } from './chat-turn.ts'
export { signalIn } from './command-ends.ts'
export { type Endpoint, endpoints } from './endpoints.ts'
export { isErrorCode } from './errors.ts'
export { PRESETS } from './people/presets.ts'
export { ROLES, SCOPES } from './people/roles.ts'
export { QUORUM_MAX } from './quorum.ts'
export { isFinal, TASK_STATUSES } from './task-state.ts'
export { TranscriptReader } from './transcript/read.ts'
