/** What the thread that searches takes from here when it runs. Nothing of it needs a schema, so it begins in half the time. */

export { firstLine, readableLine } from './lines.ts'
export { matchesName } from './search/name-pattern.ts'
export { TERM_MAX } from './search/query.ts'
export { parseRecord } from './transcript/read.ts'
