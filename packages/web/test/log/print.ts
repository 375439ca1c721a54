import { Log, type Piece } from '../../src/log/log.ts'

/** A log of what was printed, all to stdout unless a piece says otherwise. */
export function logOf(...pieces: (string | Partial<Piece>)[]): Log {
  const log = new Log()
  for (const piece of pieces) {
    const given = typeof piece === 'string' ? { data: piece } : piece
    log.append({ stream: 'stdout', at: 0, data: '', ...given })
  }
  return log
}

/** Its lines without SGR sequences. */
export function plainLines(log: Log): string[] {
  return Array.from({ length: log.count }, (_, line) => log.plain(line))
}
