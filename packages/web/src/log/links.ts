/** Addresses of the web, in characters that can't pretend to be others. */
const ADDRESS = /\bhttps?:\/\/[A-Za-z0-9[\]@:%._~#?&/=+,;!$()*'-]+/g
/** Characters that end the sentence and don't belong to the address. */
const BEHIND = /(?<![.,;:!?'*])[.,;:!?'*]+$/

export interface Link {
  from: number
  to: number
  address: string
}

/** The addresses in a line's plain text. */
export function linksIn(text: string): Link[] {
  if (!text.includes('://')) return []
  return [...text.matchAll(ADDRESS)].map(({ 0: found, index }) => {
    const address = withoutBracket(found.replace(BEHIND, ''))
    return { from: index, to: index + address.length, address }
  })
}

/** Of `(see https://example.com/a_(b))` the last bracket isn't part of the address. */
function withoutBracket(address: string): string {
  const open = address.split('(').length
  return address.endsWith(')') && address.split(')').length > open ? address.slice(0, -1) : address
}
