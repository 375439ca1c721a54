import truncated from 'fast-string-truncated-width'

/** Columns that the text takes on a terminal. */
export function widthOf(text: string): number {
  return truncated(text).width
}

/** The text in at most so many columns, with `…` where something is missing. */
export function cutTo(text: string, columns: number): string {
  const {
    truncated: isCut,
    ellipsed,
    index,
  } = truncated(text, {
    limit: columns,
    ellipsis: '…',
    ellipsisWidth: 1,
  })
  return isCut ? `${text.slice(0, index)}${ellipsed ? '…' : ''}` : text
}
