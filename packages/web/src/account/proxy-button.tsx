import { useMutation } from '@tanstack/react-query'
import { useCore } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Refusal } from './refusal.tsx'

interface Props {
  /** Whom the proxy in front of the server names. */
  email: string
  onSignedIn: () => void
}

/** Asked for by a click, so that whoever signs out stays out. */
export function ProxyButton({ email, onSignedIn }: Props) {
  const { client } = useCore()
  const signIn = useMutation({
    mutationFn: () => client.account.signInByHeader(),
    onSuccess: onSignedIn,
  })
  return (
    <div className="grid gap-2">
      <Button className="min-w-0" disabled={signIn.isPending} onClick={() => signIn.mutate()}>
        <VisibleText text={text.signIn.as(email)} className="truncate" />
      </Button>
      {signIn.error && <Refusal error={signIn.error} />}
    </div>
  )
}
