import { text } from '../strings/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SignInForm } from './sign-in-form.tsx'

/** Over whatever was being done, which is still there after it. */
export function SessionExpired({ onSignedIn }: { onSignedIn: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      title={text.signIn.title}
      description={text.signIn.again}
      locked
    >
      <div className="px-5 pt-3 pb-5">
        <SignInForm onSignedIn={onSignedIn} />
      </div>
    </Dialog>
  )
}
