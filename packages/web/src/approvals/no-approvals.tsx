import { Link } from '@tanstack/react-router'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'

const words = text.approvals

export function NoApprovals() {
  return (
    <section className="mx-auto grid max-w-[420px] justify-items-center gap-2 px-5 pt-[22vh] text-center">
      <Icon name="approvals" className="mb-1 size-7 text-faint" />
      <h1 className="text-lg font-semibold">{words.empty}</h1>
      <p className="text-dim">
        {words.emptyAbout}{' '}
        <Link
          to="/settings/{-$section}"
          params={{ section: 'task-approval' }}
          className="text-accent underline underline-offset-2"
        >
          {text.pages.settings} › {text.settings.sections['task-approval']}
        </Link>
        .
      </p>
    </section>
  )
}
