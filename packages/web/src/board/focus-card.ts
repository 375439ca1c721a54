export function focusCard(id: string): void {
  const card = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"] a`)
  card?.focus()
  card?.scrollIntoView({ block: 'nearest' })
}
