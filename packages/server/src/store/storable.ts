/** Text as it is stored: without NUL, which PostgreSQL's texts can't hold. So it is on both engines. */
export function storable<T>(value: T): T {
  if (typeof value !== 'string' || !value.includes('\0')) return value
  return value.replaceAll('\0', '\ufffd') as T
}
