import { keysOf } from '../app/shortcut-table.ts'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'
import { Kbd } from '../ui/kbd.tsx'

interface Props {
  onOpen: () => void
  /** Called when the palette is about to be opened. */
  onNear: () => void
}

/** A button that looks like the field that it opens. */
export function SearchBox({ onOpen, onNear }: Props) {
  return (
    <button
      type="button"
      aria-label={text.search}
      aria-haspopup="dialog"
      onClick={onOpen}
      onPointerEnter={onNear}
      onFocus={onNear}
      className="flex h-[30px] items-center gap-2 rounded-[7px] border border-line bg-panel px-2.5 text-faint hover:border-line-strong desk:w-[300px] phone:w-[30px] phone:justify-center phone:px-0"
    >
      <Icon name="search" />
      <span className="flex-1 truncate text-left phone:hidden">{text.search}</span>
      <Kbd>{keysOf('palette')}</Kbd>
    </button>
  )
}
