import { isUtf8 } from 'node:buffer'

/** A larger file is no text to be compared, in bytes. */
export const TEXT_MAX = 256 * 1024

export function textOrNull(bytes: Buffer | null): Buffer | null {
  return bytes === null || bytes.length > TEXT_MAX || bytes.includes(0) || !isUtf8(bytes)
    ? null
    : bytes
}
