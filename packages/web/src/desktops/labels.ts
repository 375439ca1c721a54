/** What was typed as labels, each once. */
export function parseLabels(typed: string): string[] {
  const labels = typed.split(',').map((label) => label.trim())
  return [...new Set(labels.filter((label) => label !== ''))]
}
