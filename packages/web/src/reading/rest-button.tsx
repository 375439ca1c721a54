import { text } from '../strings/index.ts'

/** Where a long text goes on, and how long. */
export function RestButton({ rest, onShow }: { rest: number; onShow: () => void }) {
  return (
    <button
      type="button"
      onClick={onShow}
      className="w-full border-t border-line px-2.5 py-1 text-left text-xs text-accent hover:underline pointer-coarse:py-2"
    >
      {text.reading.showRest(rest)}
    </button>
  )
}
