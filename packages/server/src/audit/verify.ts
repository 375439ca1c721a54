import { AuditEntry } from '@mission-control/protocol'
import { auditHash, beginningLine, endLine, FORMAT } from '../store/audit-chain.ts'

/** What is wrong with an export, and where; or that all of it follows from its beginning. */
export type Verdict =
  | { ok: true; rows: number; after: number; end: number; hash: string; from: string; to: string }
  | { ok: false; line: number; what: string }

/**
 * Verifies an export, line by line: each row must be as it was written, and follow the row before it. Says
 * of the first that doesn't what has become of it. Pure.
 */
export async function verifyExport(lines: AsyncIterable<string>): Promise<Verdict> {
  let number = 0
  let chain: Chain | undefined
  /** The first thing wrong, for which it has to be known what else is there. */
  let gap: Gap | undefined
  let ended = false
  for await (const line of lines) {
    number++
    if (line === '') continue
    const value = parse(line)
    if (gap) {
      if (value !== undefined && idOf(value) === gap.expected) gap.found = number
      continue
    }
    const no = (what: string): Verdict => ({ ok: false, line: number, what })
    if (chain === undefined) {
      const begun = beginningOf(line, value)
      if (typeof begun === 'string') return no(begun)
      chain = begun
      continue
    }
    if (ended) return no('There is more behind the end.')
    const end = endOf(line, value)
    if (end) {
      if (end.end !== chain.id || end.hash !== chain.hash) {
        return no(
          end.end > chain.id
            ? `${rowsFrom(chain.id + 1, end.end)} missing at the end.`
            : 'The last line says another end than the rows have.',
        )
      }
      ended = true
      continue
    }
    const row = AuditEntry.safeParse(value)
    if (!row.success) return no('This is no row of the log.')
    const { id } = row.data
    if (id !== chain.id + 1) {
      gap = { line: number, expected: chain.id + 1, got: id }
      continue
    }
    const hash = auditHash(chain.hash, chain.workspaceId, row.data)
    if (hash !== row.data.hash || JSON.stringify(row.data) !== line) {
      return no(`Row ${id} was changed, or the row before it was, with its hash.`)
    }
    chain = { ...chain, id, hash, rows: chain.rows + 1, to: row.data.at }
    chain.from ??= row.data.at
  }
  if (gap) return { ok: false, line: gap.line, what: sayGap(gap) }
  if (chain === undefined) return { ok: false, line: 0, what: 'The file is empty.' }
  if (!ended) {
    const what = `The file is cut: it has no end behind row ${chain.id}.`
    return { ok: false, line: number, what }
  }
  const { rows, after, id, hash, from = '', to } = chain
  return { ok: true, rows, after, end: id, hash, from, to }
}

interface Chain {
  workspaceId: string
  after: number
  /** The last row. */
  id: number
  hash: string
  rows: number
  from?: string
  to: string
}

interface Gap {
  line: number
  expected: number
  got: number
  /** The line at which the expected row stands. */
  found?: number
}

function sayGap({ expected, got, found }: Gap): string {
  if (got < expected) return `Row ${got} stands here once more, where row ${expected} belongs.`
  if (found !== undefined) {
    return `The rows are not in their order: row ${got} stands where row ${expected} belongs, which is in line ${found}.`
  }
  return `${rowsFrom(expected, got - 1)} missing before row ${got}.`
}

function rowsFrom(first: number, last: number): string {
  return first === last ? `Row ${first} is` : `Rows ${first} to ${last} are`
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // Said of the line as a whole: it is no row.
  }
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

const idOf = (value: unknown) => fieldsOf(value).id

/** The beginning, or why it is none. */
function beginningOf(line: string, value: unknown): Chain | string {
  const { format, workspaceId, after, hash, filtered } = fieldsOf(value)
  if (format !== FORMAT) {
    return `This is no export of the audit log: expected a first line with "format":"${FORMAT}".`
  }
  if (filtered === true) {
    return 'This export was filtered, so rows are missing by intent: export without a filter to verify.'
  }
  if (typeof workspaceId !== 'string' || typeof after !== 'number' || typeof hash !== 'string') {
    return 'The first line was changed.'
  }
  if (beginningLine({ workspaceId, after, hash, filtered: false }) !== `${line}\n`) {
    return 'The first line was changed.'
  }
  return { workspaceId, after, id: after, hash, rows: 0, to: '' }
}

function endOf(line: string, value: unknown) {
  const { end, hash } = fieldsOf(value)
  if (typeof end !== 'number' || typeof hash !== 'string') return undefined
  return endLine({ end, hash }) === `${line}\n` ? { end, hash } : undefined
}
