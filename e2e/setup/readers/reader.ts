/** An event as a reader shows it to whoever uses it: its data, as text, and the place after it. */
export interface Shown {
  id: string
  data: string
}

export interface Reading {
  url: string
  /** With the key in it, where the reader can send headers. */
  headers: Record<string, string>
  signal: AbortSignal
  onEvent: (event: Shown) => void
  /** A comment, where the reader shows those. */
  onComment: (text: string) => void
}

/** A published reader of event streams, used as its documentation shows. It reads until the signal. */
export type Reader = (reading: Reading) => void
