import type { TranscriptRecordOf } from '@mission-control/protocol'

/** Where the tools work, and what they tell beside their answers. */
export interface Workplace {
  workDir: string
  changed(path: string, change: TranscriptRecordOf<'file_change'>['change']): void
}

/** What a model is given at most of one answer, in characters. */
export const ANSWER_MAX = 32 * 1024
