// The checks of a runner's messages, for the server.

export { decodeText, readEvidence, type Said, type UnreadEvidence } from './decode-text.ts'
export { decodeUp } from './decode-up.ts'
export { Down } from './down.ts'
export { Up } from './up.ts'
