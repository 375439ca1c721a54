/** A stream that a tab wants. */
export interface Request {
  url: string
  /** The user whom the stream belongs to, and where the server says who is signed in. */
  user: string
  session: string
  /** The workspace that the stream belongs to; null: the user's own. */
  workspace: string | null
}

/** What a tab says to the worker that holds the streams for all tabs of the browser. `id`: the reader's. */
export type ToWorker =
  /** `after`: the place behind which it goes on, 0: from the beginning. */
  | ({ type: 'open'; id: number; after: number } & Request)
  /** How many characters have arrived. */
  | { type: 'taken'; id: number; size: number }
  | { type: 'close'; id: number }

export type ToTab =
  /** The worker runs. */
  | { type: 'heard'; id: number }
  | { type: 'opened'; id: number; answer: Answer }
  | { type: 'text'; id: number; text: string }
  | { type: 'ended'; id: number }

/** `body`: the refusal's text. */
export interface Answer {
  status: number
  contentType: string
  body: string | null
}
