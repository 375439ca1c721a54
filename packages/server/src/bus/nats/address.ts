/** What NATS_URL says. */
export interface NatsAddress {
  servers: string[]
  /** The same for all of them. */
  login: { user: string; pass: string } | { token: string } | null
  tls: boolean
}

/** For who doesn't know how to write it. */
export const EXPECTED =
  'expected addresses that begin with nats:// or tls://, separated by commas, with one user and password, or none'

/** Null: nobody could connect to that. */
export function readAddress(text: string): NatsAddress | null {
  const parts = text.split(',').map((part) => part.trim())
  if (!parts.every((part) => URL.canParse(part))) return null
  const urls = parts.map((part) => new URL(part))
  if (!urls.every(({ protocol, hostname }) => /^(nats|tls):$/.test(protocol) && hostname))
    return null
  const logins = new Set(
    urls.flatMap(({ username, password }) => (username ? `${username}:${password}` : [])),
  )
  if (logins.size > 1) return null
  return {
    servers: urls.map(({ host }) => host),
    login: loginOf(urls.find(({ username }) => username)),
    tls: urls.some(({ protocol }) => protocol === 'tls:'),
  }
}

/** A name without a password is a token. */
function loginOf(url: URL | undefined): NatsAddress['login'] {
  if (!url) return null
  const [user, pass] = [url.username, url.password].map(decodeURIComponent) as [string, string]
  return pass === '' ? { token: user } : { user, pass }
}
