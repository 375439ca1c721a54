/** Enough to catch a slip; the server decides. */
export function looksLikeEmail(value: string): boolean {
  return /^[^\s@]+@\S+$/.test(value.trim())
}
