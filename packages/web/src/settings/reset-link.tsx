import type { Member } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { LinkDialog } from './link-dialog.tsx'

const words = text.people

/** For somebody who has forgotten the password. The server's owner alone may make it, and everybody else is told so. */
export function ResetLink({ member }: { member: Member }) {
  const { client } = useCore()
  const say = useSay()
  const make = useMutation({
    mutationFn: () => client.account.makeResetLink(member.id),
    onError: (error) => say(explain(error), { bad: true }),
  })
  return (
    <>
      <Button
        size="small"
        aria-label={words.resetOf(member.name)}
        disabled={make.isPending}
        onClick={() => make.mutate()}
      >
        {words.reset}
      </Button>
      {make.data && (
        <LinkDialog
          title={words.resetOf(member.name)}
          about={words.resetAbout}
          link={make.data.link}
          onDone={make.reset}
        />
      )}
    </>
  )
}
