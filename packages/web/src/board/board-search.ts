/** The board's filter as its address holds it. */
export interface BoardSearch {
  words?: string | undefined
  /** The desktop's id. */
  desktop?: string | undefined
  /** The batch that is open on the board: its id. */
  batch?: string | undefined
}

/** Takes from an address what can be understood. */
export function boardSearch({ words, desktop, batch }: Record<string, unknown>): BoardSearch {
  return {
    ...((typeof words === 'string' || typeof words === 'number') && { words: `${words}` }),
    ...(typeof desktop === 'string' && { desktop }),
    ...(typeof batch === 'string' && { batch }),
  }
}
