import { classNames } from './class-names.ts'

interface Props {
  label: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}

/** A switch of a filter: one word, which is on or off. */
export function Toggle({ label, isOn, onChange }: Props) {
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
      {label}
    </button>
  )
}
