/** What the error says when an address can't be read. */
export const EXPECTED =
  'expected one address such as postgres://user:password@host/database, with special characters of user and password percent-encoded (@ as %40, / as %2F, # as %23)'

export function isAddress(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)
}

/**
 * TLS always looks at the certificate and its name, unless told `no-verify`. The driver takes the other words for
 * that as well, with a long warning that its next version may not.
 */
export function verified(url: string): string {
  if (url.includes('uselibpqcompat=true')) return url
  return url.replace(/(?<=[?&]sslmode=)(prefer|require|verify-ca)(?=&|$)/, 'verify-full')
}

/** What to do about a certificate that isn't believed; empty for any other reason. */
export function adviceOn({ code = '' }: NodeJS.ErrnoException): string {
  if (!/^(UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|CERT_)/.test(code)) return ''
  return ' Name the authority that has signed its certificate: DATABASE_URL=…?sslmode=verify-full&sslrootcert=/path/ca.pem'
}
