/**
 * Divides writes, in their order, into stretches: those of a stretch of several depend on nothing that another
 * of them writes. `apart`: what a write is about, if it depends on nothing that is written about something else.
 */
export function stretchesOf<U extends { apart: string | undefined }>(units: U[]): U[][] {
  const stretches: U[][] = []
  const about = new Set<string>()
  for (const unit of units) {
    const { apart } = unit
    const joins = apart !== undefined && about.size > 0 && !about.has(apart)
    if (joins) stretches.at(-1)!.push(unit)
    else {
      stretches.push([unit])
      about.clear()
    }
    if (apart !== undefined) about.add(apart)
  }
  return stretches
}
