import type { ChangedFile } from '@mission-control/protocol'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { shownName } from './shown-name.ts'

const words = text.evidence

/** What else has changed in a file: its kind, its link's target, its permissions. */
export function Facts({ file: { mode, kind, target } }: { file: ChangedFile }) {
  const name = (of: string | null) => of && words.kind[of as keyof typeof words.kind]
  return (
    <>
      {kind && <Fact label={words.kindLabel} before={name(kind.before)} after={name(kind.after)} />}
      {target && <Fact label={words.target} before={target.before} after={target.after} />}
      {mode && <Fact label={words.mode} before={mode.before} after={mode.after} />}
    </>
  )
}

interface Change {
  label: string
  before: string | null
  after: string | null
}

function Fact({ label, before, after }: Change) {
  return (
    <p className="px-3 py-1 text-xs">
      <span className="text-dim">{label}: </span>
      {before !== null && before !== after && (
        <>
          <del>
            <VisibleText text={shownName(before)} />
          </del>
          {' → '}
        </>
      )}
      {after === null ? words.nothing : <VisibleText text={shownName(after)} />}
    </p>
  )
}
