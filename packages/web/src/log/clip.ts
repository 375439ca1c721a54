import { CLIP } from './height-map.ts'

/** The part of a long line that is shown, by positions in its plain text. */
export interface Clip {
  from: number
  to: number
}

export const USUAL_CLIP: Clip = { from: 0, to: CLIP }

export function before({ from, to }: Clip): Clip {
  return { from: Math.max(0, from - 4 * CLIP), to }
}

export function after({ from, to }: Clip): Clip {
  return { from, to: to + 4 * CLIP }
}
