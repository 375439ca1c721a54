import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'

interface Props {
  isOn: boolean
  onChange: (isOn: boolean) => void
}

/** Only what the person at the screen has done. */
export function MineSwitch({ isOn, onChange }: Props) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
      className={classNames(
        'h-7 flex-none rounded-full border px-2 text-sm',
        isOn
          ? 'border-accent bg-selected text-accent'
          : 'border-line bg-panel text-dim hover:border-line-strong hover:text-text',
      )}
    >
      {text.mine}
    </button>
  )
}
