import { fileURLToPath } from 'node:url'

/** `mission-control` from the sources, as `npm start` runs it. */
export const SOURCES = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))

/**
 * The one that tests start: from the sources where a few files run, else compiled, as it is published, which
 * starts in half of the processor's time.
 */
export const MAIN = process.env.MISSION_CONTROL_TEST_MAIN ?? SOURCES
