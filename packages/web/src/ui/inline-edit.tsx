import type { Scope } from '@mission-control/protocol'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'

interface Props {
  /** The field's name, which says what is edited. */
  label: string
  /** The label of the button that starts editing. */
  editLabel: string
  value: string
  /** The scope that changing it takes. */
  needs: Scope
  /** Saves the value; resolves to the reason if it was refused, else null. */
  onSave: (value: string) => Promise<{ refused: string } | null>
  className?: string
  /** How it looks while nobody edits it. */
  children: ReactNode
}

/** Edited where it stands: Enter saves, Esc leaves it, and so does leaving the field unchanged. */
export function InlineEdit({ label, editLabel, needs, value, onSave, className, children }: Props) {
  const [draft, setDraft] = useState<string | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const isEditing = draft !== null
  useEffect(() => {
    if (!isEditing) return
    field.current?.focus()
    field.current?.select()
  }, [isEditing])

  const leave = () => {
    setDraft(null)
    setRefused(null)
    // When the field is gone the focus would be nowhere.
    requestAnimationFrame(() => button.current?.focus())
  }
  const save = async () => {
    if (draft === null || draft.trim() === value) return leave()
    leave()
    const outcome = await onSave(draft.trim())
    if (!outcome) return
    setDraft(draft)
    setRefused(outcome.refused)
  }
  if (!isEditing) {
    return (
      <div className="flex min-w-0 items-center gap-1">
        {children}
        <IconButton
          needs={needs}
          ref={button}
          icon="edit"
          label={editLabel}
          onClick={() => setDraft(value)}
          className="-my-1"
        />
      </div>
    )
  }
  return (
    <div className="grid min-w-0 flex-1 gap-1">
      <input
        ref={field}
        aria-label={label}
        aria-invalid={refused !== null}
        value={draft}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => draft.trim() === value && leave()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void save()
          if (event.key === 'Escape') leave()
        }}
        className={classNames(
          '-mx-1.5 h-[28px] w-[min(360px,100%)] rounded-md border border-line-strong bg-panel px-1.5 aria-invalid:border-failed',
          className,
        )}
      />
      {refused && (
        <p role="alert" className="text-xs text-failed">
          <VisibleText text={refused} />
        </p>
      )}
    </div>
  )
}
