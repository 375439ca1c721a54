import type { InvitationText, SignInWays, User } from '@mission-control/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { explain } from '../app/explain.ts'
import { usePageTitle } from '../app/page-title.ts'
import { openWorkspace } from '../app/workspace.ts'
import { useCore } from '../live/use-live.tsx'
import { visible } from '../log/blanks.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { EntryFrame } from './entry-frame.tsx'
import { JoinForm } from './join-form.tsx'
import { JoinThrough } from './join-through.tsx'
import { Refusal } from './refusal.tsx'

const words = text.people.invited

/** The page of an invitation: a new person joins by it, or one who is signed in. */
export function InvitationPage() {
  const { client } = useCore()
  const [token] = useState(() => location.hash.slice(1))
  // Like a password: out of the address and the history before anybody sees it.
  useEffect(() => history.replaceState(history.state, '', location.pathname), [])
  const asked = useQuery({
    queryKey: ['invitation'],
    queryFn: async () => ({
      invitation: await client.invitations.read(token),
      user: (await client.account.session()).user,
      ways: await client.account.ways(),
    }),
    enabled: token !== '',
  })
  usePageTitle(asked.data ? words.title(asked.data.invitation.workspace) : words.broken)
  if (asked.data) return <Invited token={token} {...asked.data} />
  if (asked.isPending && token !== '') return null
  return (
    <EntryFrame title={words.broken}>
      <p role="alert">{token === '' ? words.incomplete : explain(asked.error)}</p>
      <a href={new URL('.', document.baseURI).href} className="text-accent hover:underline">
        {words.signIn}
      </a>
    </EntryFrame>
  )
}

interface Props {
  token: string
  invitation: InvitationText
  ways: SignInWays
  user: User | null
}

function Invited({ token, invitation, ways, user }: Props) {
  const { client } = useCore()
  const { workspace, invitedBy, role } = invitation
  const accept = useMutation({
    mutationFn: () => client.invitations.accept(token),
    onSuccess: openWorkspace,
  })
  return (
    <EntryFrame title={words.title(visible(workspace))}>
      <p className="[overflow-wrap:anywhere] text-dim">
        {words.about(visible(invitedBy), text.people.roles[role], text.people.may[role])}
      </p>
      {user ? (
        <>
          {accept.error && <Refusal error={accept.error} />}
          <Button
            look="main"
            className="min-w-0"
            disabled={accept.isPending}
            onClick={() => accept.mutate()}
          >
            <VisibleText text={words.as(user.email)} className="truncate" />
          </Button>
        </>
      ) : !ways.password ? (
        <JoinThrough token={token} email={invitation.email} ways={ways} />
      ) : (
        <JoinForm token={token} email={invitation.email} />
      )}
    </EntryFrame>
  )
}
