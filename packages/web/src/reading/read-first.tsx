import { text } from '../strings/index.ts'
import { RestButton } from './rest-button.tsx'

/** Says why Approve is off, and shows the rest. */
export function ReadFirst({ rest, onShow }: { rest: number; onShow: () => void }) {
  return (
    <div className="overflow-hidden rounded-[7px] border border-line-strong bg-panel text-xs">
      <p className="px-2.5 py-1.5">{text.reading.first}</p>
      <RestButton rest={rest} onShow={onShow} />
    </div>
  )
}
