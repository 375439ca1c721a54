/** The task that the keys act on: that of the element with the focus, or the one that is shown for a decision. */
export function focusedTask(): string | undefined {
  const focused = document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset.card
  return focused ?? document.querySelector<HTMLElement>('[data-shown-task]')?.dataset.shownTask
}
