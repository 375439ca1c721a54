/** The number of the newest event at the moment of the answer: snapshot plus stream is exact. */
export const CURSOR_HEADER = 'activity-cursor'
