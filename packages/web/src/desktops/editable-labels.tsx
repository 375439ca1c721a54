import type { Desktop } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { InlineEdit } from '../ui/inline-edit.tsx'
import { Labels } from './label-list.tsx'
import { parseLabels } from './labels.ts'
import { useChangeDesktop } from './use-change-desktop.ts'

const { editLabels, labelsLabel, noLabels } = text.desktops.detail

export function EditableLabels({ desktop: { id, labels } }: { desktop: Desktop }) {
  const change = useChangeDesktop(id)
  return (
    <InlineEdit
      label={labelsLabel}
      editLabel={editLabels}
      needs="desktops"
      value={labels.join(', ')}
      onSave={(typed) => change({ labels: parseLabels(typed) })}
    >
      {labels.length > 0 ? (
        <Labels labels={labels} />
      ) : (
        <span className="text-faint">{noLabels}</span>
      )}
    </InlineEdit>
  )
}
