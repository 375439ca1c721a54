import type { styleText } from 'node:util'

export type Style = Parameters<typeof styleText>[0]

export interface Column<T> {
  title: string
  of: (item: T) => string
  style?: (item: T) => Style | null
  /** Cut if the terminal is too narrow, down to `least` columns (default: 8). */
  yields?: true
  least?: number
  /** Is left out, the last one first, where that is not enough. */
  spare?: true
}
