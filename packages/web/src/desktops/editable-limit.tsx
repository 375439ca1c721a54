import type { Desktop } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { readLength, writeLength } from '../time/length.ts'
import { InlineEdit } from '../ui/inline-edit.tsx'
import { useChangeDesktop } from './use-change-desktop.ts'

const { editLimit, limitLabel, noLimit } = text.desktops.detail

/** The time limit of tasks that have none of their own. */
export function EditableLimit({
  desktop: { id, defaultTimeoutSeconds: limit },
}: {
  desktop: Desktop
}) {
  const change = useChangeDesktop(id)
  const save = async (typed: string) => {
    const seconds = readLength(typed)
    if (seconds === null && typed !== '') return { refused: text.time.notALength }
    return await change({ defaultTimeoutSeconds: seconds })
  }
  const written = limit === null ? '' : writeLength(limit)
  return (
    <InlineEdit
      needs="desktops"
      label={limitLabel}
      editLabel={editLimit}
      value={written}
      onSave={save}
    >
      {written || <span className="text-faint">{noLimit}</span>}
    </InlineEdit>
  )
}
