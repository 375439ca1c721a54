/** What stands for blanks that would push the rest out of sight. */
export const blanks = {
  blanks: (count: number) => `⟨${count.toLocaleString()} blanks⟩`,
  blankLines: (count: number) => `⟨${count.toLocaleString()} blank lines⟩`,
}
