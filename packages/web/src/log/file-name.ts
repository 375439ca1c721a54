/** `npm-run-build-9f3k2m.log`: the first words of the task and the end of its id. */
export function fileNameFor({ id, summary }: { id: string; summary: string }): string {
  const words = summary
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '')
  return `${words || 'task'}-${id.slice(-6)}.log`
}
