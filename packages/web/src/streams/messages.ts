/** What a tab says to the worker that holds the streams for all tabs of the browser. `id`: of the reader. */
export type ToWorker =
  /** `after`: the place behind which it goes on, 0: from the beginning; `user`: whose stream it has to be. */
  | { type: 'open'; id: number; url: string; after: number; user: string; session: string }
  /** How many characters have arrived. */
  | { type: 'taken'; id: number; size: number }
  | { type: 'close'; id: number }

export type ToTab =
  /** The worker runs. */
  | { type: 'heard'; id: number }
  | { type: 'opened'; id: number; answer: Answer }
  | { type: 'text'; id: number; text: string }
  | { type: 'ended'; id: number }

/** `body`: of a refusal. */
export interface Answer {
  status: number
  contentType: string
  body: string | null
}
