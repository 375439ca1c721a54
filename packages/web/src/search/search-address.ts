/** The page's part of its address. */
export interface SearchAddress {
  q?: string
}

/** The router takes `137` for a number and `true` for a flag. */
export function searchAddress({ q }: Record<string, unknown>): SearchAddress {
  const text = ['string', 'number', 'boolean'].includes(typeof q) ? String(q) : ''
  return text.trim() === '' ? {} : { q: text }
}
