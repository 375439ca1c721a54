import type { StorageReport } from '@mission-control/protocol'
import type { Refusal } from '../store/refusal.ts'

/** Where everything is stored: in the data directory, or by PostgreSQL. */
export type Home = 'files' | 'database'

/** What is wrong, in words for everybody. */
const STATES: Record<Home, Record<Refusal, string>> = {
  files: {
    full: 'The disk of the data directory is full.',
    read_only: 'The data directory is read-only.',
    failing: 'The disk of the data directory fails.',
    away: 'The database cannot be reached.',
  },
  database: {
    full: "The database's disk is full.",
    read_only: 'The database takes no writes.',
    failing: "The database's disk fails.",
    away: 'The database cannot be reached.',
  },
}
const MEANWHILE =
  'Until it accepts writes again nothing new is stored. Stored data can be read, and running commands go on.'
const WITHOUT_DATABASE = 'Nothing can be read or stored until it is back; commands that run go on.'

/** The problem without the path, which people who aren't signed in shouldn't see. */
export function publicWords(refusal: Refusal, home: Home): string {
  return `${STATES[home][refusal]} ${refusal === 'away' ? WITHOUT_DATABASE : MEANWHILE}`
}

/** What is wrong, with what takes the room, and how to go on. */
export function ownersWords(refusal: Refusal, home: Home, known: Known): string {
  return home === 'files' ? wordsOfFiles(refusal, known) : wordsOfDatabase(refusal, known)
}

type Known = Pick<StorageReport, 'path' | 'freeBytes' | 'parts'>

function wordsOfDatabase(refusal: Refusal, { parts }: Known): string {
  const state = STATES.database[refusal]
  switch (refusal) {
    case 'full':
      return `${state} Mission Control takes ${listOf(parts)}. Free some room where PostgreSQL stores: Mission Control then goes on by itself.`
    case 'read_only':
      return `${state} PostgreSQL is a standby there, or its default_transaction_read_only is on. Make DATABASE_URL lead to a server that takes writes: Mission Control then goes on by itself.`
    case 'away':
      return `${state} Check that PostgreSQL runs and can be reached at DATABASE_URL: Mission Control then goes on by itself.`
    case 'failing':
      return `${state} The log of PostgreSQL says why. Mission Control goes on by itself when the disk does.`
  }
}

function wordsOfFiles(refusal: Refusal, { path, freeBytes, parts }: Known): string {
  switch (refusal) {
    case 'full':
      return `The disk of ${path} is full (${bytesInWords(freeBytes)} free), so nothing new can be stored. Mission Control takes ${listOf(parts)}. Free some room on this disk: it then goes on by itself.`
    case 'read_only':
      return `${path} cannot be written: its disk is read-only, or its files belong to another user. Make them writable: Mission Control then goes on by itself.`
    case 'away':
      return STATES.files.away
    case 'failing':
      return `Writing to the disk of ${path} fails; the log of the machine says why. Mission Control goes on by itself when the disk does.`
  }
}

function listOf(parts: StorageReport['parts']): string {
  const large = parts.filter(({ bytes }) => bytes > 0).slice(0, MOST_NAMED)
  if (large.length === 0) return 'no room to speak of'
  return large
    .map(({ name, bytes, estimated }) => {
      return `${estimated ? 'about ' : ''}${bytesInWords(bytes)} for ${NAMES[name]}`
    })
    .join(', ')
}

const MOST_NAMED = 4

const NAMES: Record<StorageReport['parts'][number]['name'], string> = {
  database: 'its database',
  wal: 'its write-ahead log',
  output: 'output',
  activity: 'activity',
  audit: 'the audit log',
  tasks: 'tasks',
  approvals: 'approvals',
  evidence: 'evidence',
}

function bytesInWords(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`
}
