import { z } from 'zod'
import type { Provider } from './provider.ts'

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost']

/** A provider is asked over TLS, or on this machine. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, search, hash } = new URL(text)
  const isSafe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname))
  return isSafe && search === '' && hash === ''
}

const ISSUER_EXPECTED = 'expected an address that begins with https://'

/** A provider of OpenID Connect by environment. */
export const ssoVariables = (flag: z.ZodType<boolean, string>) => ({
  /** Without it there is no such provider. */
  MISSION_CONTROL_OIDC_ISSUER: z.string().refine(isIssuer, ISSUER_EXPECTED).optional(),
  MISSION_CONTROL_OIDC_CLIENT_ID: z.string().optional(),
  /** Left out: the client is a public one. */
  MISSION_CONTROL_OIDC_CLIENT_SECRET: z.string().optional(),
  /** What the button on the sign-in page says. */
  MISSION_CONTROL_OIDC_NAME: z.string().max(60).default('Single sign-on'),
  MISSION_CONTROL_OIDC_SCOPES: z
    .string()
    .regex(/^openid( |$)/, 'expected openid and further scopes, separated by spaces')
    .default('openid email profile'),
  /** Whether the provider's e-mail addresses count as verified where it doesn't say so. */
  MISSION_CONTROL_OIDC_TRUST_EMAIL: flag.default(false),
  /** Whether people sign in through a provider only; the owner's one-time link always works. */
  MISSION_CONTROL_SSO_REQUIRED: flag.default(false),
})

type Values = z.output<z.ZodObject<ReturnType<typeof ssoVariables>>>

/** The provider that the environment names; a sentence where something is missing. */
export function providerOf(values: Values): Provider | undefined | string {
  const issuer = values.MISSION_CONTROL_OIDC_ISSUER
  const clientId = values.MISSION_CONTROL_OIDC_CLIENT_ID
  if (issuer === undefined || clientId === undefined) {
    if (issuer === undefined && clientId === undefined) return undefined
    return 'Set MISSION_CONTROL_OIDC_ISSUER and MISSION_CONTROL_OIDC_CLIENT_ID, both or neither.'
  }
  return {
    id: 'oidc',
    name: values.MISSION_CONTROL_OIDC_NAME,
    issuer,
    clientId,
    clientSecret: values.MISSION_CONTROL_OIDC_CLIENT_SECRET,
    scopes: values.MISSION_CONTROL_OIDC_SCOPES,
    trustEmail: values.MISSION_CONTROL_OIDC_TRUST_EMAIL,
  }
}
