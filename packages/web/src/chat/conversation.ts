import type { ChatTurn } from '@mission-control/protocol'

/** The turn in its place: one that is known by its id is replaced. Ids begin with the time of their making. */
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

/** What comes by two ways may come in any order: a turn never goes back. */
function newer(known: ChatTurn, told: ChatTurn): ChatTurn {
  return RANKS[told.status] >= RANKS[known.status] ? told : known
}

/** The one that the agent works on; the others that aren't over wait for it. */
export function runningTurn(turns: readonly ChatTurn[]): ChatTurn | undefined {
  return turns.find(({ status }) => status === 'running')
}
