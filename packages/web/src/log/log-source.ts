import type { OutputSource } from '../output/output-source.ts'
import type { Log } from './log.ts'

export type LogSource = OutputSource<Log>
