import type { SsoCheck } from '@mission-control/protocol'
import { isLoopback, strangeAddress } from './addresses.ts'
import type { Answer, Silence } from './ask-provider.ts'

type Fields = Record<string, unknown>

const WORDS: Record<string, string> = {
  ENOTFOUND: 'no machine has this name. Check the address for typing errors',
  EAI_AGAIN: "this server can't look names up at the moment. Check its DNS",
  ECONNREFUSED:
    'the machine is there, but nothing listens at that port. Check the port, and that the provider runs',
  ECONNRESET: 'it has cut the connection. Check that the port is one for https',
  EHOSTUNREACH: 'no way leads there from this server. Check its network',
  ENETUNREACH: 'no way leads there from this server. Check its network',
  TimeoutError: 'it has not answered within 10 seconds. Check that this server may connect to it',
  CERT_HAS_EXPIRED: 'its certificate has expired. Renew it there',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another name. Use the name that the certificate has',
}

const UNTRUSTED =
  'this server does not trust the authority of its certificate. Give the server the authority’s certificate in a file that NODE_EXTRA_CA_CERTS names'

/** Why nobody has answered, and what to do. */
export function explainSilence(address: string, { why }: Silence): string {
  const isUntrusted = /CERT|ISSUER|SELF_SIGNED|UNABLE_TO/.test(why)
  const words = WORDS[why] ?? (isUntrusted ? UNTRUSTED : `the connection failed (${why})`)
  return `${new URL(address).host} does not answer: ${words}.`
}

/** The document in which a provider describes itself. */
export function judgeDiscovery(
  issuer: string,
  address: string,
  answer: Answer | Silence,
): SsoCheck {
  const failed = (detail: string): SsoCheck => ({ check: 'discovery', outcome: 'failed', detail })
  if ('why' in answer) return failed(explainSilence(address, answer))
  const { status, body } = answer
  if (status !== 200 || !isObject(body)) {
    const got = status === 200 ? 'something that is no JSON' : String(status)
    return failed(
      `${address} answers ${got} instead of the description of a provider. The issuer is the part of that address before /.well-known/; some have a path in it.`,
    )
  }
  if (body.issuer !== issuer) {
    return failed(
      `The provider calls itself ${JSON.stringify(body.issuer)}, and not ${JSON.stringify(issuer)}. Enter exactly that as the issuer: each character counts, also a slash at the end.`,
    )
  }
  return {
    check: 'discovery',
    outcome: 'ok',
    detail: `The provider at ${issuer} describes itself.`,
  }
}

/** Where the provider leads the server and browsers. */
export function judgeAddresses(metadata: Fields): SsoCheck {
  const failed = (detail: string): SsoCheck => ({ check: 'addresses', outcome: 'failed', detail })
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
    if (metadata[name] === undefined) {
      return failed(`The provider does not name its ${name}, so nobody can be signed in by it.`)
    }
  }
  const strange = strangeAddress(metadata)
  if (strange !== undefined) {
    return failed(
      `The provider leads to ${strange}. Its addresses have to begin with https://, or be on the machine of the server.`,
    )
  }
  const methods = metadata.code_challenge_methods_supported
  if (Array.isArray(methods) && !methods.includes('S256')) {
    return failed(
      'The provider does not take PKCE with S256, without which nobody is signed in here.',
    )
  }
  return { check: 'addresses', outcome: 'ok', detail: 'Its addresses can be used.' }
}

/** The keys by which ID tokens are signed. */
export function judgeKeys(address: string, answer: Answer | Silence): SsoCheck {
  const failed = (detail: string): SsoCheck => ({ check: 'keys', outcome: 'failed', detail })
  if ('why' in answer) return failed(explainSilence(address, answer))
  const keys = isObject(answer.body) ? answer.body.keys : undefined
  const usable = Array.isArray(keys)
    ? keys.filter((key) => isObject(key) && key.kty !== 'oct' && key.use !== 'enc')
    : []
  if (usable.length === 0) {
    return failed(
      `${address} has no key by which an ID token could be checked. Let the provider sign ID tokens by a key pair, such as RS256.`,
    )
  }
  const detail = usable.length === 1 ? 'There is a key' : `There are ${usable.length} keys`
  return { check: 'keys', outcome: 'ok', detail: `${detail} to check ID tokens by.` }
}

/** A code that nobody has: whoever refuses it for that has taken the client and its secret. */
const TAKEN = ['invalid_grant', 'bad_verification_code']
const REFUSED = ['invalid_client', 'unauthorized_client', 'incorrect_client_credentials']

/** What a provider answers to a code that was made up. */
export function judgeSecret(
  { hasSecret, redirectUrl }: { hasSecret: boolean; redirectUrl: string },
  address: string,
  answer: Answer | Silence,
): SsoCheck {
  const say = (outcome: SsoCheck['outcome'], detail: string): SsoCheck => ({
    check: 'secret',
    outcome,
    detail,
  })
  if ('why' in answer) return say('failed', explainSilence(address, answer))
  const { status, body } = answer
  const error = isObject(body) && typeof body.error === 'string' ? body.error : ''
  if (error === 'redirect_uri_mismatch') {
    return say('failed', `Enter ${redirectUrl} as the redirect address at the provider.`)
  }
  if (TAKEN.includes(error)) {
    const what = hasSecret ? 'the client id and the secret' : 'the client id, without a secret'
    return say('ok', `The provider takes ${what}.`)
  }
  if (REFUSED.includes(error) || status === 401) {
    const what = hasSecret
      ? 'Copy the client id and the secret from there again. The secret has a value and often an id beside it: the value is wanted. It may have expired.'
      : 'Copy the client id from there again, and enter the secret.'
    return say('failed', `The provider does not take them. ${what}`)
  }
  const shown = /^[\w-]{1,60}$/.test(error) ? `${status} ${error}` : String(status)
  return say('unknown', `The provider answers ${shown}, which does not tell. Try a sign-in.`)
}

/** Whether providers take such a redirect address; whether this one does tells a trial alone. */
export function judgeRedirect(redirectUrl: string): SsoCheck {
  const { protocol, hostname } = new URL(redirectUrl)
  const isFine = protocol === 'https:' || isLoopback(hostname)
  const enter = `Enter ${redirectUrl} as the redirect address at the provider.`
  return {
    check: 'redirect',
    outcome: isFine ? 'ok' : 'unknown',
    detail: isFine
      ? enter
      : `${enter} Most providers take only https://. Open the dashboard by https://, or set MISSION_CONTROL_PUBLIC_URL.`,
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
