/**
 * Sorted lists of task ids, newest first. An id begins with the time at which it was made, so its text is
 * its place.
 */

/** The index at which the id is, or would be. */
function placeOf(ids: readonly string[], id: string): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ids[middle]! > id) low = middle + 1
    else high = middle
  }
  return low
}

/** Puts the id in its place; a second time it changes nothing. */
export function insertId(ids: string[], id: string): void {
  const place = placeOf(ids, id)
  if (ids[place] !== id) ids.splice(place, 0, id)
}

export function removeId(ids: string[], id: string): void {
  const place = placeOf(ids, id)
  if (ids[place] === id) ids.splice(place, 1)
}
