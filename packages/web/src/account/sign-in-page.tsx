import { text } from '../strings/index.ts'
import { Logo } from '../ui/icons.tsx'
import { SignInForm } from './sign-in-form.tsx'

interface Props {
  /** Nobody has chosen a password yet. */
  needsSetUp: boolean
  onSignedIn: () => void
}

export function SignInPage({ needsSetUp, onSignedIn }: Props) {
  return (
    <main className="grid h-full content-center justify-items-center p-4">
      <div className="grid w-full max-w-80 gap-4">
        <Logo className="size-9" />
        <h1 className="text-xl font-semibold">{text.product}</h1>
        {needsSetUp ? <p>{text.signIn.notSetUp}</p> : <SignInForm onSignedIn={onSignedIn} />}
      </div>
    </main>
  )
}
