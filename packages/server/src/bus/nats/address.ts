/** What NATS_URL says. */
export interface NatsAddress {
  servers: string[]
  /** The one sign-in, which all servers take; null: none. */
  login: { user: string; pass: string } | { token: string } | null
  tls: boolean
}

/** What the error says when an address can't be read. */
export const EXPECTED =
  'expected addresses that begin with nats:// or tls://, separated by commas, with one user and password, or none; special characters of these percent-encoded (@ as %40, / as %2F)'

/** Null: the text is not a list of such addresses, or names more than one sign-in. */
export function readAddress(text: string): NatsAddress | null {
  const parts = text.split(',').map((part) => part.trim())
  if (!parts.every((part) => URL.canParse(part))) return null
  const urls = parts.map((part) => new URL(part))
  if (!urls.every(isOne)) return null
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

/** What comes behind the port is a password that wasn't encoded. */
function isOne({ protocol, hostname, pathname, search, hash, username, password }: URL): boolean {
  if (!/^(nats|tls):$/.test(protocol) || !hostname) return false
  if (!['', '/'].includes(pathname) || search || hash) return false
  return ![username, password].some((each) => /%(?![\da-f]{2})/i.test(each))
}

/** A user name without a password is a token. */
function loginOf(url: URL | undefined): NatsAddress['login'] {
  if (!url) return null
  const [user, pass] = [url.username, url.password].map(decodeURIComponent) as [string, string]
  return pass === '' ? { token: user } : { user, pass }
}
