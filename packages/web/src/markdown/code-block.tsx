import { VisibleText } from '../log/visible-text.tsx'
import { text as words } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'
import { useCopy } from '../ui/use-copy.ts'

/** A piece of code, with a button that copies it. */
export function CodeBlock({ code, language }: { code: string; language: string | undefined }) {
  const { copied, copy } = useCopy(code)
  return (
    <figure className="group/code relative overflow-hidden rounded-[7px] border border-line bg-sunk">
      {language && (
        <figcaption className="px-2.5 pt-1 font-mono text-2xs text-faint">{language}</figcaption>
      )}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        tabIndex={0}
        className="max-h-[60vh] overflow-auto px-2.5 py-1.5 font-mono text-xs/[18px] outline-offset-[-2px]"
      >
        <code>
          <VisibleText text={code} />
        </code>
      </pre>
      <button
        type="button"
        onClick={copy}
        aria-label={copied ? words.actions.copied : words.markdown.copyCode}
        className="absolute top-1 right-1 grid size-6 place-items-center rounded-md border border-line bg-panel text-dim opacity-0 group-hover/code:opacity-100 hover:text-text focus-visible:opacity-100 pointer-coarse:opacity-100"
      >
        <Icon name={copied ? 'check' : 'copy'} className="size-3.5" />
      </button>
    </figure>
  )
}
