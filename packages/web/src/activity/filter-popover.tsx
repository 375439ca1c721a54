import { Popover } from 'radix-ui'
import { DesktopSelect } from '../desktops/desktop-select.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { type ActivityFilter, isFiltering, NO_FILTER } from './filter.ts'
import { KindChoice, WordsField } from './filter-controls.tsx'

interface Props {
  filter: ActivityFilter
  onChange: (filter: ActivityFilter) => void
}

/** The filter behind a quiet button that tells when it is on. */
export function FilterPopover({ filter, onChange }: Props) {
  const { title, active } = text.activity.filter
  const isOn = isFiltering(filter)
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={isOn ? active : title}
        className="relative grid size-7 place-items-center rounded-md text-dim hover:bg-sunk hover:text-text data-[state=open]:bg-sunk"
      >
        <Icon name="filter" />
        {isOn && <i className="absolute top-1 right-1 size-[7px] rounded-full bg-accent" />}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label={title}
          className="z-30 grid w-[294px] animate-appear gap-2.5 rounded-lg border border-line bg-panel p-3 shadow-float outline-none"
        >
          <WordsField filter={filter} onChange={onChange} />
          <KindChoice filter={filter} onChange={onChange} />
          <div className="flex items-center gap-2">
            <DesktopSelect
              desktopId={filter.desktopId}
              onChange={(desktopId) => onChange({ ...filter, desktopId })}
            />
            <span className="flex-1" />
            <Button
              look="quiet"
              size="small"
              disabled={!isOn}
              onClick={() => onChange(NO_FILTER)}
              className="-mr-1"
            >
              {text.activity.clearFilter}
            </Button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
