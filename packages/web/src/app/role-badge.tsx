import { useSession } from '../account/session.ts'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { classNames } from '../ui/class-names.ts'
import { Tooltip } from '../ui/tooltip.tsx'

/**
 * What one's role leaves out, where it leaves something out: to those who point at it, press it, or hear
 * it. On a phone only a viewer sees it: the others read it where they meet it.
 */
export function RoleBadge() {
  const role = useSession().workspace?.role ?? 'admin'
  const say = useSay()
  if (role === 'admin') return null
  const about = text.may.about[role]
  return (
    <Tooltip label={about}>
      <button
        type="button"
        onClick={() => say(about)}
        className={classNames(
          'h-6 flex-none rounded-full border border-line-strong px-2 text-xs text-dim hover:text-text',
          role !== 'viewer' && 'phone:hidden',
        )}
      >
        {text.may.badge[role]}
        <span className="sr-only">: {about}</span>
      </button>
    </Tooltip>
  )
}
