/** The board's filter as its address holds it. */
export interface BoardSearch {
  words?: string | undefined
  /** The desktop's id. */
  desktop?: string | undefined
  /** Only tasks that the person has created. */
  mine?: true | undefined
  /** The batch that is open on the board: its id. */
  batch?: string | undefined
}

/** Takes from an address what can be understood. */
export function boardSearch({ words, desktop, mine, batch }: Record<string, unknown>): BoardSearch {
  return {
    ...((typeof words === 'string' || typeof words === 'number') && { words: `${words}` }),
    ...(typeof desktop === 'string' && { desktop }),
    ...(mine === true && { mine }),
    ...(typeof batch === 'string' && { batch }),
  }
}
