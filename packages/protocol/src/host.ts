/**
 * What the host of an agent takes from here. It is started for each prompt and reads nothing that needs
 * a schema: to load those takes as long as all the rest of it.
 */
export { EVIDENCE_MAX, QUESTION_MAX } from './bounds.ts'
export { adviceFor } from './failures.ts'
export { firstLine } from './lines.ts'
export { judge, ruleFor } from './permissions/judge.ts'
export { CommandsOf } from './transcript/commands.ts'
export { addUsage } from './usage.ts'
