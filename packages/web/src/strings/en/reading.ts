/** Long texts that are to be read before something is decided about them. */
export const reading = {
  reading: {
    showRest: (characters: number) =>
      `Show the rest (${characters.toLocaleString()} ${characters === 1 ? 'character' : 'characters'})`,
    first: 'Have the rest of it shown before you say yes.',
    approve: (count: number) =>
      count === 1 ? 'Approve this result?' : `Approve ${count.toLocaleString()} results?`,
    approveLong:
      'What was asked for is too long to be seen at a glance. Have the rest of it shown, then approve.',
    blanks: (count: number) => `⟨${count.toLocaleString()} blanks⟩`,
    blankLines: (count: number) => `⟨${count.toLocaleString()} blank lines⟩`,
  },
}
