import { Suspense, useRef, useState } from 'react'
import { lazily } from '../app/loaded.ts'
import { text } from '../strings/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import type { Entry } from './entry.ts'
import { FIELD, FieldRow } from './field-row.tsx'
import { focusedTask } from './focused-task.ts'
import { noteRecent } from './recent.ts'
import type { ShellDialog } from './use-actions.ts'

/** Fetched when the pointer comes near it. */
export const loadPalette = () => import('./palette.tsx')
const Palette = lazily(loadPalette, 'Palette')

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  onDialog: (dialog: ShellDialog) => void
}

/** Search and run, by a few letters. What is written while the rest is still fetched is not lost. */
export function PaletteDialog({ open, onOpenChange, onDialog }: Props) {
  const chosen = useRef<Entry | null>(null)
  const choose = (entry: Entry) => {
    chosen.current = entry
    onOpenChange(false)
  }
  // After the dialog has closed: the action may need the focus where it was, or take it.
  const runChosen = () => {
    const entry = chosen.current
    chosen.current = null
    if (!entry) return
    noteRecent(entry.id)
    entry.run()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      onClosed={runChosen}
      title={text.search}
      bare
      // At the foot of the screen it would move with the number of results.
      className="phone:h-[92dvh]"
    >
      <Content onChoose={choose} onDialog={onDialog} />
    </Dialog>
  )
}

interface ContentProps {
  onChoose: (entry: Entry) => void
  onDialog: (dialog: ShellDialog) => void
}

function Content(props: ContentProps) {
  const [query, setQuery] = useState('')
  // Before the field takes the focus.
  const [focused] = useState(focusedTask)
  const field = (
    <FieldRow>
      <input
        {...FIELD}
        aria-label={text.search}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
    </FieldRow>
  )
  return (
    <Suspense fallback={field}>
      <Palette {...props} query={query} onQuery={setQuery} focused={focused} />
    </Suspense>
  )
}
