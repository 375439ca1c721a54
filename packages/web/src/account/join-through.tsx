import type { SignInWays } from '@mission-control/protocol'
import { useQueryClient } from '@tanstack/react-query'
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
  const queries = useQueryClient()
  const go = () => {
    // An invitation for no address is still to be accepted, here, by whoever has signed in.
    if (email === null) void queries.invalidateQueries({ queryKey: ['invitation'] })
    else location.assign(new URL('.', document.baseURI))
  }
  return (
    <>
      <p>{email === null ? words.forAccounts : words.through(email)}</p>
      {header !== null && <ProxyButton email={header} onSignedIn={go} />}
      {providers.length > 0 && (
        <ProviderButtons
          providers={providers}
          returnTo={email === null ? `/invitation#${token}` : '/'}
        />
      )}
    </>
  )
}
