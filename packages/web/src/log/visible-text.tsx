import { visibleParts } from './visible.ts'

/** Text from outside, by itself and as it is: nothing in it can hide or turn the text around it. */
export function VisibleText({ text }: { text: string }) {
  return (
    <bdi>
      {text.split('\n').map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text that doesn't change.
        <bdi key={row}>
          {row > 0 && '\n'}
          {visibleParts(line).map(({ text, symbol }, index) => (
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
