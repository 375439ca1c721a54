/** What agents may do, and what they ask for. */
export const permissions = {
  permissions: {
    title: 'The agent asks you',
    more: (count: number) => `and ${count} more`,
    tool: 'It wants to use',
    expires: (left: string) => `Unanswered, it is a no in ${left}.`,
    note: 'Note (optional)',
    once: 'Allow once',
    always: 'Always on this desktop',
    no: 'No',
    wants: (title: string) => `asks: ${title}`,
    asking: 'Asks you',
  },
}
