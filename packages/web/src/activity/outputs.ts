import type { Card, Live } from '../live/live.ts'

/** The last line of a running task: one row, however much it prints. */
export interface Output {
  taskId: string
  desktopId: string
  line: string
  /** When the line came, or the run began: ms since 1970. */
  at: number
  /** When the run began: its place among the events. */
  since: number
}

export function outputsOf({ columns, cards }: Live): Output[] {
  const outputs: Output[] = []
  for (const id of columns.running.ids) {
    const output = outputOf(cards.get(id))
    if (output) outputs.push(output)
  }
  return outputs.sort((a, b) => b.since - a.since)
}

export function outputOf(card: Card | undefined): Output | null {
  if (!card?.startedAt || card.tail === null) return null
  const since = Date.parse(card.startedAt)
  const { id, desktopId, tail, tailAt = since } = card
  return { taskId: id, desktopId, line: tail, at: tailAt, since }
}

export function sameOutputs(a: readonly Output[], b: readonly Output[]): boolean {
  return a.length === b.length && a.every((output, i) => sameOutput(output, b[i]!))
}

function sameOutput(a: Output, b: Output): boolean {
  return a.taskId === b.taskId && a.line === b.line && a.at === b.at
}
