import { Command } from 'cmdk'
import { MiddleText } from '../log/middle-text.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { StatusIcon } from '../ui/status.tsx'
import type { Entry } from './entry.ts'

interface Props {
  entry: Entry
  /** Names the row among all. */
  value: string
  onChoose: (entry: Entry) => void
}

export function EntryRow({ entry, value, onChoose }: Props) {
  const { icon, label, detail, isCode, keys } = entry
  const Name = icon === 'desktop' ? MiddleText : VisibleText
  return (
    <Command.Item
      value={value}
      onSelect={() => onChoose(entry)}
      className="flex h-8 items-center gap-2.5 rounded-md px-2.5 select-none data-[selected=true]:bg-selected pointer-coarse:h-11"
    >
      {typeof icon === 'string' ? (
        <Icon name={icon} className="text-dim" />
      ) : (
        <>
          <StatusIcon status={icon.status} className="mx-px" />
          <span className="sr-only">{text.status[icon.status]}</span>
        </>
      )}
      <Name
        text={label}
        className={classNames('truncate', isCode && 'font-mono text-xs', detail && 'max-w-[70%]')}
      />
      <VisibleText text={detail ?? ''} className="min-w-0 flex-1 truncate text-xs text-dim" />
      {keys && <Kbd>{keys}</Kbd>}
    </Command.Item>
  )
}
