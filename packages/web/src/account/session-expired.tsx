import { text } from '../strings/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SignInWays } from './sign-in-ways.tsx'

interface Props {
  /** Who was signed in. */
  email: string
  onSignedIn: () => void
}

/** The sign-in form over the page, which stays as it is. */
export function SessionExpired({ email, onSignedIn }: Props) {
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      title={text.signIn.title}
      description={text.signIn.again}
      narrow
      locked
    >
      <div className="grid gap-3 px-5 pt-3 pb-5">
        <SignInWays email={email} onSignedIn={onSignedIn} />
      </div>
    </Dialog>
  )
}
