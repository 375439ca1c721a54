import type { Desktop } from '@mission-control/protocol'
import { MiddleText } from '../log/middle-text.tsx'
import { text } from '../strings/index.ts'
import { InlineEdit } from '../ui/inline-edit.tsx'
import { useChangeDesktop } from './use-change-desktop.ts'

const { rename, nameLabel } = text.desktops.detail

/** The page's title; can be edited. */
export function DesktopName({ desktop: { id, name } }: { desktop: Desktop }) {
  const change = useChangeDesktop(id)
  return (
    <InlineEdit
      label={nameLabel}
      editLabel={rename}
      needs="desktops"
      value={name}
      onSave={(to) => change({ name: to })}
      className="text-xl font-semibold"
    >
      <h1 className="flex min-w-0 text-xl font-semibold tracking-tight">
        <MiddleText text={name} />
      </h1>
    </InlineEdit>
  )
}
