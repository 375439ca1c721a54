import type { Desktop } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import { MiddleText } from '../log/middle-text.tsx'

/** Its name; the whole row or card around it leads there. */
export function DesktopLink({ desktop }: { desktop: Desktop }) {
  return (
    <Link
      to="/desktops/$desktopId"
      params={{ desktopId: desktop.id }}
      className="block truncate after:absolute after:inset-0 hover:underline"
    >
      <MiddleText text={desktop.name} />
    </Link>
  )
}
