/** The place of rows that don't exist, in px. */
export function Spacer({ height }: { height: number }) {
  return <li aria-hidden="true" style={{ height }} />
}
