/** The board's filter as its address holds it. */
export interface BoardSearch {
  words?: string | undefined
  /** The desktop's id. */
  desktop?: string | undefined
}

/** Takes from an address what can be understood. */
export function boardSearch({ words, desktop }: Record<string, unknown>): BoardSearch {
  return {
    ...((typeof words === 'string' || typeof words === 'number') && { words: `${words}` }),
    ...(typeof desktop === 'string' && { desktop }),
  }
}
