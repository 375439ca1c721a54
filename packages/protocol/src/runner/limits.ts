import { EVIDENCE_MAX_BYTES } from './evidence.ts'

const MIB = 1024 * 1024

/**
 * The most that a runner may say: the one table that both ends keep to. Texts are in characters.
 * Texts that only people read are cut with a mark, and amounts count as their bound (`bounded.ts`),
 * so that no odd machine loses a run by it. Anything else beyond its limit is refused.
 */
export const LIMITS = {
  /** Refused: what things are told apart by (runs, requests, the runner's folder, a set-up). */
  id: 200,
  /** Cut: a version, a signal, an address, the name of a known program. */
  word: 200,
  /** Cut: the names of a model and of a tool. */
  name: 500,
  /** Cut: what an agent asks for, in one line. */
  title: 1_000,
  /** Cut: why an agent isn't ready, or a run failed. */
  words: 8_000,
  /** Cut: an agent's answer. */
  result: 70_000,
  /** Cut: what a tool would be given, as JSON; and how deep it may be nested. */
  input: 256 * 1024,
  inputDepth: 64,
  /** Left out (`null`: by no rule) where one form is longer, or there are more. */
  form: 4_000,
  forms: 8,
  /** Cut: the known programs that a desktop has. */
  presets: 100,
  /** Refused: the network cards of a machine. */
  cards: 32,
  /** Refused: a version of the protocol. */
  version: 1_000_000,
  /** Refused: runs in a hello. A server has a runner hold fewer (`HELD`). */
  runs: 20_000,
  /** Refused: a number of a run. */
  dispatch: 1e12,
  /** Refused: chunks of output, and bytes of a stream. */
  position: 2 ** 50,
  /** Refused: an exit code, either way from 0. */
  exitCode: 2 ** 32,
  /** As the bound: times, up to the last that ISO-8601 writes with a year of four digits. */
  at: Date.UTC(10_000, 0) - 1,
  /** As the bound, so that sums over any number of desktops stay exact; sizes in MiB. */
  cores: 65_536,
  size: 2 ** 40,
  percent: 100,
  /** As the bound: what an agent has used. */
  count: 1e12,
  costUsd: 1e6,
  /** Refused: bytes of one chunk, and of the header before it. */
  chunk: 64 * 1024,
  header: 4 * 1024,
} as const

/**
 * The most of one text frame by its kind: characters, and values in its JSON, which are counted before
 * any of it is read.
 */
export const FRAMES = {
  hello: { length: 2 * MIB, values: 4 * LIMITS.runs + 1_000 },
  evidence: { length: EVIDENCE_MAX_BYTES + LIMITS.header, values: 50_000 },
  permission: { length: MIB / 2, values: 50_000 },
  ended: { length: MIB / 2, values: 1_000 },
  agent: { length: MIB / 4, values: 1_000 },
  agentTested: { length: MIB / 4, values: 1_000 },
} as const satisfies Record<string, FrameLimit>

interface FrameLimit {
  length: number
  values: number
}

/** The most of a frame of any other kind. */
export const PLAIN_FRAME: FrameLimit = { length: 16 * 1024, values: 1_000 }

/**
 * Bytes of the largest frame there can be: evidence, as runners of version 3 send it. It is dropped
 * where it is more than {@link FRAMES} allows, and the link with the run's end goes on.
 */
export const FRAME_MAX_BYTES = 8 * MIB + LIMITS.header

/** How many runs a runner holds at a time; the others wait on the server. */
export const HELD = 10_000
