import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { classNames } from './class-names.ts'
import { Icon } from './icons.tsx'
import { useCopy } from './use-copy.ts'

/** Something for a terminal, with a button that copies it as it is. */
export function CopyLine({ line, wrap }: { line: string; wrap?: boolean }) {
  const { copied, copy } = useCopy(line)
  return (
    <div className="flex min-w-0 items-start rounded-[7px] border border-line bg-sunk">
      <pre
        className={classNames(
          'min-w-0 flex-1 px-2.5 py-1.5 font-mono text-xs text-text',
          wrap ? '[overflow-wrap:anywhere] whitespace-pre-wrap' : 'overflow-x-auto',
        )}
      >
        <VisibleText text={line} />
      </pre>
      <button
        type="button"
        onClick={copy}
        className="m-0.5 inline-flex h-6 flex-none items-center gap-1 rounded-md px-1.5 text-xs text-dim hover:bg-line/60 hover:text-text"
      >
        <Icon name={copied ? 'check' : 'copy'} />
        <span className={copied ? '' : 'sr-only'}>
          {copied ? text.actions.copied : text.actions.copy}
        </span>
      </button>
    </div>
  )
}
