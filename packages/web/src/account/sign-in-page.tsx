import { usePageTitle } from '../app/page-title.ts'
import { text } from '../strings/index.ts'
import { EntryFrame } from './entry-frame.tsx'
import { FreshLink } from './fresh-link.tsx'
import { SignInWays } from './sign-in-ways.tsx'

interface Props {
  /** Nobody has chosen a password yet. */
  needsSetUp: boolean
  onSignedIn: () => void
}

export function SignInPage({ needsSetUp, onSignedIn }: Props) {
  usePageTitle(text.signIn.title)
  return (
    <EntryFrame title={text.product}>
      {needsSetUp ? (
        <>
          <p>{text.signIn.notSetUp}</p>
          <FreshLink about={text.signIn.linkLost} />
        </>
      ) : (
        <SignInWays onSignedIn={onSignedIn} />
      )}
    </EntryFrame>
  )
}
