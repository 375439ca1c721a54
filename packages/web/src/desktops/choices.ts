import type { Desktop } from '@mission-control/protocol'

/** Chooses all of `ids`, or none of them if all are chosen already. */
export function toggled(chosen: readonly string[], ids: readonly string[]): string[] {
  const others = chosen.filter((id) => !ids.includes(id))
  return ids.every((id) => chosen.includes(id)) ? others : [...others, ...ids]
}

/** The ids of the ready desktops by label, the most frequent label first. */
export function readyByLabel(ready: readonly Desktop[]): [label: string, ids: string[]][] {
  const byLabel = new Map<string, string[]>()
  for (const { id, labels } of ready) {
    for (const label of new Set(labels)) byLabel.set(label, [...(byLabel.get(label) ?? []), id])
  }
  return [...byLabel].sort(([a, x], [b, y]) => y.length - x.length || a.localeCompare(b))
}
