import { shownLines } from './blanks.ts'

interface Props {
  text: string
  className?: string | undefined
  title?: string | undefined
}

/**
 * Text from outside, by itself and as it is: nothing in it can hide, push out of sight what follows, or
 * turn the text around it. Whatever a person, a program or an agent has named or said is shown by this.
 */
export function VisibleText({ text, className, title }: Props) {
  return (
    <bdi className={className} title={title}>
      {shownLines(text).map((parts, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text that doesn't change.
        <bdi key={row}>
          {row > 0 && '\n'}
          {parts.map(({ text, symbol }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same.
            <span key={index} className={symbol ? 'text-failed' : undefined}>
              {text}
            </span>
          ))}
        </bdi>
      ))}
    </bdi>
  )
}
