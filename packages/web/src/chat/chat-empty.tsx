import type { Desktop } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'

const words = text.chat

/** The first message is still to be written. */
export function ChatEmpty({ desktop }: { desktop: Desktop }) {
  return (
    <div className="grid min-h-0 flex-1 grid-cols-1 content-center justify-items-center gap-1.5 overflow-y-auto px-5 py-6 text-center">
      <Icon name="prompt" className="mb-1 size-6 text-faint" />
      <h3 className="text-lg font-semibold [overflow-wrap:anywhere]">
        {words.empty(desktop.name)}
      </h3>
      <p className="max-w-[440px] text-dim">{words.emptyAbout}</p>
    </div>
  )
}
