/*
 * What stands for three letters in PostgreSQL's index: a number of 32 bits, of which the first 12 are those of
 * the block that the task is in. Who looks for the newest tasks reads only what there is of their blocks, and
 * what is added lies together. That two trigrams or two blocks have the same number costs a look at a task
 * more, and hides none.
 */

/** Tasks of a block, as a power of 2. */
const BLOCK = 12
const BLOCKS = 2 ** 12 - 1
const HASH = 20

/** The block of a task. */
export const blockOf = (task: number): number => Math.floor(task / 2 ** BLOCK)

/** The numbers of trigrams in a block. */
export function keysIn(block: number, hashes: Iterable<number>): number[] {
  const first = (block & BLOCKS) << HASH
  return Array.from(hashes, (hash) => first | hash)
}

/** The trigrams of a text, each once, by what they come to in 20 bits. */
export function hashesOf(text: string): Set<number> {
  const hashes = new Set<number>()
  let [first, second] = [-1, -1]
  for (const letter of text) {
    const third = letter.codePointAt(0)!
    if (first >= 0) hashes.add(hashOf(first, second, third))
    first = second
    second = third
  }
  return hashes
}

/** FNV's steps, and one that has all bits count in the highest. */
function hashOf(first: number, second: number, third: number): number {
  const two = Math.imul(first, 0x01000193) ^ second
  return Math.imul(Math.imul(two, 0x01000193) ^ third, 0x9e3779b1) >>> (32 - HASH)
}
