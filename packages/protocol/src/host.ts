/**
 * What an agent host imports from here. It starts for each prompt and needs no schema: loading
 * those takes as long as everything else in it.
 */
export { EVIDENCE_MAX, QUESTION_MAX } from './bounds.ts'
export { adviceFor } from './failures.ts'
export { firstLine } from './lines.ts'
export { judge, ruleFor } from './permissions/judge.ts'
export { CommandsOf } from './transcript/commands.ts'
export { addUsage } from './usage.ts'
