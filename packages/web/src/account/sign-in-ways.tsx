import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { FreshLink } from './fresh-link.tsx'
import { PasskeyButton } from './passkey-button.tsx'
import { passkeysWork } from './passkeys-work.ts'
import { ProviderButtons } from './provider-buttons.tsx'
import { ProxyButton } from './proxy-button.tsx'
import { SignInForm } from './sign-in-form.tsx'

interface Props {
  /** The e-mail of the person whose session ended, if there was one. */
  email?: string
  onSignedIn: () => void
}

/** Every way in that there is here. The form is there at once; who asks for the others meanwhile sees them come. */
export function SignInWays({ email, onSignedIn }: Props) {
  const { client } = useCore()
  const { data } = useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: () => client.account.ways(),
  })
  const providers = data?.providers ?? []
  const proxied = data?.header ?? null
  // What waits for the session of one person is not sent as another.
  const isSame = email === undefined || email === proxied
  return (
    <>
      {data?.password !== false && (
        <SignInForm {...(email !== undefined && { email })} onSignedIn={onSignedIn} />
      )}
      {passkeysWork(data?.passkeys) && <PasskeyButton email={email} onSignedIn={onSignedIn} />}
      {proxied !== null && isSame && <ProxyButton email={proxied} onSignedIn={onSignedIn} />}
      {providers.length > 0 && <ProviderButtons providers={providers} />}
      {data?.reset && (
        <Link to="/reset" className="justify-self-start text-accent hover:underline">
          {text.reset.link}
        </Link>
      )}
      {email === undefined && (
        <FreshLink
          about={data?.password === false ? text.signIn.emergency : text.signIn.forgotten}
        />
      )}
    </>
  )
}
