import { usePageTitle } from '../app/page-title.ts'
import { text } from '../strings/index.ts'
import { EntryFrame } from './entry-frame.tsx'
import { FreshLink } from './fresh-link.tsx'
import { SignInForm } from './sign-in-form.tsx'

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
        <>
          <SignInForm onSignedIn={onSignedIn} />
          <FreshLink about={text.signIn.forgotten} />
        </>
      )}
    </EntryFrame>
  )
}
