// What checks a runner's messages: for the server.
export { decodeUp } from './decode-up.ts'
export { Down } from './down.ts'
export { Up } from './up.ts'
