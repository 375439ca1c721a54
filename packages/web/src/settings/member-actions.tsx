import type { Member } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { visible } from '../log/blanks.ts'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { IconButton } from '../ui/button.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import { Question } from '../ui/question.tsx'
import { LinkDialog } from './link-dialog.tsx'

const words = text.people

interface Props {
  member: Member
  onDone: () => void
}

/** What an admin can do about somebody. What takes the server's owner is refused in words to everybody else. */
export function MemberActions({ member, onDone }: Props) {
  const { id, name, email, disabled } = member
  const { client } = useCore()
  const say = useSay()
  const [asking, setAsking] = useState<'disable' | 'factors' | 'remove' | null>(null)
  const refused = (error: unknown) => say(explain(error), { bad: true })
  const link = useMutation({
    mutationFn: () => client.account.makeResetLink(id),
    onError: refused,
  })
  const enable = useMutation({
    mutationFn: () => client.users.disable(id, false),
    onError: refused,
    onSettled: onDone,
  })
  const ofPeople: MenuItem[] = [
    { label: words.reset, icon: 'key', onSelect: () => link.mutate() },
    { label: words.factors, icon: 'signIn', onSelect: () => setAsking('factors') },
    disabled
      ? { label: words.enable, icon: 'check', onSelect: () => enable.mutate() }
      : { label: words.disable, icon: 'close', onSelect: () => setAsking('disable') },
  ]
  const question = {
    stay: text.actions.cancel,
    onClose: () => setAsking(null),
  }
  const questions: Record<NonNullable<typeof asking>, ReactNode> = {
    disable: (
      <Question
        {...question}
        title={words.disableQuestion(name)}
        about={words.disableAbout}
        verb={words.disable}
        act={async () => {
          await client.users.disable(id, true)
          onDone()
        }}
      />
    ),
    factors: (
      <Question
        {...question}
        title={words.factorsQuestion(name)}
        about={words.factorsAbout}
        verb={words.turnOff}
        act={async () => {
          await client.users.resetFactors(id)
          say(words.factorsOff(name))
        }}
      />
    ),
    remove: (
      <Question
        {...question}
        title={words.removeQuestion(name)}
        about={words.removeAbout}
        verb={words.remove}
        act={async () => {
          await client.members.remove(id)
          say(words.removed(name))
          onDone()
        }}
      />
    ),
  }
  return (
    <>
      <Menu
        trigger={<IconButton icon="more" label={words.actionsOf(name)} />}
        heading={visible(name)}
        items={[
          ...(email ? ofPeople : []),
          {
            label: words.removeHere,
            icon: 'trash',
            danger: true,
            group: 'remove',
            onSelect: () => setAsking('remove'),
          },
        ]}
      />
      {asking && questions[asking]}
      {link.data && (
        <LinkDialog
          title={words.resetOf(name)}
          about={words.resetAbout}
          link={link.data.link}
          onDone={link.reset}
        />
      )}
    </>
  )
}
