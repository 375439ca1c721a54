/** A table that is there from the beginning of a move to its end, in the database that is moved into. */
export const MOVE_UNDER_WAY = 'move_under_way'
