import { useMutation } from '@tanstack/react-query'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { signBy } from './authenticator.ts'
import { Refusal } from './refusal.tsx'

interface Props {
  /** The e-mail of the person whose session ended, if there was one. */
  email?: string | undefined
  onSignedIn: () => void
}

/** The device says who it is, so nobody is asked for an e-mail address. */
export function PasskeyButton({ email, onSignedIn }: Props) {
  const { client } = useCore()
  const signIn = useMutation({
    mutationFn: async () => {
      const { account } = client
      const credential = await signBy(await account.startPasskeySignIn())
      return await account.signInByPasskey({ credential }, { retries: 0 })
    },
    onSuccess: ({ user }) => {
      // What waits for the session of one person is not sent as another.
      if (email === undefined || email === user.email) onSignedIn()
      else location.reload()
    },
  })
  return (
    <div className="grid gap-2">
      <Button disabled={signIn.isPending} onClick={() => signIn.mutate()}>
        {text.passkeys.signIn}
      </Button>
      {signIn.error && <Refusal error={signIn.error} />}
    </div>
  )
}
