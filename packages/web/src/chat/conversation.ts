import type { ChatTurn } from '@mission-control/protocol'

/** Puts the turn in its place, or replaces the one with its id. Ids begin with their time. */
export function withTurn(turns: readonly ChatTurn[], turn: ChatTurn): ChatTurn[] {
  const place = turns.findLastIndex(({ id }) => id <= turn.id)
  if (turns[place]?.id === turn.id) return turns.with(place, newer(turns[place], turn))
  return turns.toSpliced(place + 1, 0, turn)
}

const RANKS: Record<ChatTurn['status'], number> = {
  queued: 0,
  running: 1,
  done: 2,
  failed: 2,
  cancelled: 2,
}

/** Answers and events may come in any order, so a turn never goes back. */
function newer(known: ChatTurn, told: ChatTurn): ChatTurn {
  return RANKS[told.status] >= RANKS[known.status] ? told : known
}

/** The turn that the agent works on. Later turns wait for it. */
export function runningTurn(turns: readonly ChatTurn[]): ChatTurn | undefined {
  return turns.find(({ status }) => status === 'running')
}
