import { isIP } from 'node:net'

/** For whom a passkey is: WebAuthn's relying party. */
export interface RelyingParty {
  /** The host's name. A passkey signs for it alone, and browsers offer it nowhere else. */
  host: string
  /** The origins of our own pages there. */
  origins: string[]
}

/**
 * Where passkeys sign in: at the dashboard's public address, or else at the address that the request is for,
 * by whose host its origin is judged too. Undefined: browsers know none at an IP address, or without TLS.
 *
 * @param asked the request's host, with its port
 */
export function relyingPartyOf(
  publicUrl: string | undefined,
  asked: string,
): RelyingParty | undefined {
  const urls = publicUrl === undefined ? [`https://${asked}`, `http://${asked}`] : [publicUrl]
  const secure = urls.flatMap((url) => {
    const parsed = URL.canParse(url) ? new URL(url) : undefined
    return parsed && isSecure(parsed) ? [parsed] : []
  })
  const [first] = secure
  if (!first || isAddress(first.hostname)) return undefined
  return { host: first.hostname, origins: secure.map(({ origin }) => origin) }
}

/** A page of this machine counts as one that came by TLS. */
function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(.+\.)?localhost$/.test(hostname)
}

function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
}
