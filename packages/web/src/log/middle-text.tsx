import { classNames } from '../ui/class-names.ts'
import { visible } from './blanks.ts'
import { VisibleText } from './visible-text.tsx'

/** Characters of the end that are shown as long as there is room for a few of the beginning. */
const END = 10

/** Its first letter is one of a script that is written from right to left, such as Arabic or Hebrew. */
const RIGHT_TO_LEFT = /^\P{L}*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u

/**
 * A name that may be long: where there is no room, its middle is left out, since names differ at their
 * ends. A tooltip shows the whole name.
 */
export function MiddleText({ text, className }: { text: string; className?: string }) {
  const characters = Array.from(text)
  if (characters.length <= 2 * END) {
    return <VisibleText text={text} title={visible(text)} className={shortLook(className)} />
  }
  return (
    <span
      dir={RIGHT_TO_LEFT.test(text) ? 'rtl' : 'ltr'}
      title={visible(text)}
      className={classNames('inline-flex min-w-0 max-w-full align-bottom', className)}
    >
      <VisibleText
        text={characters.slice(0, -END).join('')}
        className="min-w-[5ch] shrink-[1000] truncate"
      />
      <VisibleText
        text={characters.slice(-END).join('')}
        className="flex min-w-0 justify-end overflow-hidden whitespace-pre"
      />
    </span>
  )
}

const shortLook = (className?: string) => classNames('min-w-0 truncate', className)
