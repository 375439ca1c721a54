/** A path below the working directory: its bytes as latin1, because a name need not be UTF-8. */
export type RawPath = string

export const rawOf = (path: string): RawPath => Buffer.from(path).toString('latin1')

export const bytesOf = (root: string, path: RawPath) =>
  Buffer.from(path === '' ? rawOf(root) : `${rawOf(root)}/${path}`, 'latin1')
