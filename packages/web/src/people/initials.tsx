import type { Actor } from '@mission-control/protocol'
import { useSession } from '../account/session.ts'
import { useCore } from '../live/use-live.tsx'
import { visible } from '../log/blanks.ts'
import { classNames } from '../ui/class-names.ts'
import { initialsOf } from './initials-of.ts'

/** Who did it, in the room of a letter or two; the name is in its tooltip. */
export function Initials({ actor, className }: { actor: Actor; className?: string }) {
  const name = visible(actor.name)
  return (
    <span
      role="img"
      aria-label={name}
      title={name}
      data-initials={initialsOf(actor.name)}
      className={classNames(
        'inline-flex size-4.5 flex-none items-center justify-center rounded-full border border-line bg-sunk align-text-bottom text-[9px] font-semibold text-dim before:content-[attr(data-initials)]',
        className,
      )}
    />
  )
}

/**
 * Who did it, in the little room of a card, where that is somebody else: not the person at the screen, not
 * the system, and in one's own workspace no API key, because that is one's own as a rule.
 */
export function Somebody({ actor }: { actor: Actor | null }) {
  const { user } = useSession()
  const { isHome } = useCore()
  if (actor === null || actor.kind === 'system' || actor.id === user.id) return null
  return isHome && actor.kind === 'key' ? null : <Initials actor={actor} />
}
