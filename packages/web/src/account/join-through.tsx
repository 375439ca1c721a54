import type { SignInWays } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { ProviderButtons } from './provider-buttons.tsx'
import { ProxyButton } from './proxy-button.tsx'

const words = text.people.invited

interface Props {
  token: string
  /** The only address that the invitation may be used with. */
  email: string | null
  ways: SignInWays
}

/** Where no password counts: who is new comes in by their address, and who has an account signs in, then joins. */
export function JoinThrough({ token, email, ways: { providers, header } }: Props) {
  return (
    <>
      <p>{email === null ? words.forAccounts : words.through(email)}</p>
      {header !== null && (
        <ProxyButton
          email={header}
          onSignedIn={() => location.assign(new URL('.', document.baseURI))}
        />
      )}
      {providers.length > 0 && (
        <ProviderButtons
          providers={providers}
          returnTo={email === null ? `/invitation#${token}` : '/'}
        />
      )}
    </>
  )
}
