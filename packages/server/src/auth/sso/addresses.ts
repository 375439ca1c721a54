import { BlockList, isIP } from 'node:net'

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost']

/** Whether the host of an address is the machine itself. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.includes(hostname)
}

/** Where clouds tell machines their secrets, and where nobody is. */
const NOWHERE = new BlockList()
NOWHERE.addSubnet('169.254.0.0', 16, 'ipv4')
NOWHERE.addSubnet('fe80::', 10, 'ipv6')
NOWHERE.addAddress('0.0.0.0', 'ipv4')
NOWHERE.addAddress('::', 'ipv6')

/** A provider is asked over TLS, or on this machine; never at an address that is of this link only. */
function isAskable(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username + password !== '') return false
  if (protocol === 'http:') return isLoopback(hostname)
  return protocol === 'https:' && !isNowhere(hostname.replace(/^\[(.*)\]$/, '$1'))
}

function isNowhere(host: string): boolean {
  const family = isIP(host)
  return family !== 0 && NOWHERE.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

export const ISSUER_EXPECTED = 'expected an address that begins with https://'

/** An issuer is named in tokens, so it has neither a query nor a fragment. */
export function isIssuer(text: string): boolean {
  if (!isAskable(text)) return false
  const { search, hash } = new URL(text)
  return search === '' && hash === ''
}

const ASKED = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'end_session_endpoint',
] as const

/** The first of a provider's addresses to which neither the server nor a browser is sent; undefined: none. */
export function strangeAddress(
  metadata: Readonly<Partial<Record<(typeof ASKED)[number], unknown>>>,
): string | undefined {
  const named = ASKED.map((name) => metadata[name]).filter((each) => each !== undefined)
  const strange = named.find((each) => typeof each !== 'string' || !isAskable(each))
  return strange === undefined ? undefined : String(strange)
}
