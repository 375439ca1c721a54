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
    rules: 'Permissions',
    rulesAbout:
      'What its agent may do unasked, has to ask for, and never may. The first rule that matches decides. Without one, our own loop’s tools may be used, and what a program asks for, you are asked.',
    decision: { allow: 'Allow', ask: 'Ask', never: 'Never' },
    decisionLabel: 'Decision',
    toolLabel: 'Tool',
    patternLabel: 'What it does (optional)',
    patternHint: 'A command, path or address. In Allow, * stays within one command or folder.',
    add: 'Add',
    moveUp: (tool: string) => `Move ${tool} up`,
    removeRule: (tool: string) => `Remove ${tool}`,
  },
}
