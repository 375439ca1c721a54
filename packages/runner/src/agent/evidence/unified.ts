import { EVIDENCE_MAX } from '@mission-control/protocol/host'

/** How long a diff may take, in ms: beyond that two texts have too little in common. */
const WITHIN_MS = 300

/** The change of a text as a unified diff; null: it is too long. A `null` text means no file. */
export async function unifiedDiff(
  path: string,
  before: Buffer | null,
  after: Buffer | null,
): Promise<string | null> {
  // Most prompts change no file.
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff')
  const diff = createTwoFilesPatch(
    before ? `a/${path}` : '/dev/null',
    after ? `b/${path}` : '/dev/null',
    `${before ?? ''}`,
    `${after ?? ''}`,
    undefined,
    undefined,
    { context: 3, timeout: WITHIN_MS, headerOptions: FILE_HEADERS_ONLY },
  )
  return diff === undefined || diff.length > EVIDENCE_MAX.diff ? null : diff
}
