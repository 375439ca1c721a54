import { ENVIRONMENT_PROVIDER, ROLES, type Role, type RoleRule } from '@mission-control/protocol'
import { z } from 'zod'
import { ISSUER_EXPECTED, isIssuer } from './addresses.ts'
import type { Provider } from './provider.ts'

/** `ops=admin, dev=operator@workspace_…`: what somebody of that group is, and where. */
const RoleRules = z.string().transform((text, context): RoleRule[] =>
  text.split(',').map((rule) => {
    const at = rule.lastIndexOf('=')
    const group = rule.slice(0, Math.max(at, 0)).trim()
    const [role = '', workspaceId = null, ...more] = rule
      .slice(at + 1)
      .trim()
      .split('@')
    const isPlace = workspaceId === null || /^workspace_\w+$/.test(workspaceId)
    if (group !== '' && isRole(role) && isPlace && more.length === 0)
      return { group, role, workspaceId }
    context.addIssue(
      `expected group=role or group=role@workspace_id, separated by commas, with a role of ${ROLES.join(', ')}; got ${JSON.stringify(rule)}`,
    )
    return z.NEVER
  }),
)

function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text)
}

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
  /** The claim that lists somebody's groups; dots lead into objects. */
  MISSION_CONTROL_OIDC_ROLES_CLAIM: z.string().min(1).default('groups'),
  /** Which roles groups have; without a workspace in the owner's personal one. */
  MISSION_CONTROL_OIDC_ROLES: RoleRules.default([]),
  /** Whether somebody who is unknown here becomes a user. */
  MISSION_CONTROL_OIDC_AUTO_JOIN: flag.default(false),
  /** Whether the provider's e-mail addresses count as verified where it doesn't say so. */
  MISSION_CONTROL_OIDC_TRUST_EMAIL: flag.default(false),
  /**
   * Whether people sign in through a provider only; the owner's one-time link always works. Left out: as the
   * settings say.
   */
  MISSION_CONTROL_SSO_REQUIRED: flag.optional(),
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
  const secret = values.MISSION_CONTROL_OIDC_CLIENT_SECRET
  return {
    id: ENVIRONMENT_PROVIDER,
    preset: 'oidc',
    name: values.MISSION_CONTROL_OIDC_NAME,
    issuer,
    clientId,
    hasSecret: secret !== undefined,
    openSecret: () => secret,
    scopes: values.MISSION_CONTROL_OIDC_SCOPES,
    rolesClaim: values.MISSION_CONTROL_OIDC_ROLES_CLAIM,
    roles: values.MISSION_CONTROL_OIDC_ROLES,
    autoJoin: values.MISSION_CONTROL_OIDC_AUTO_JOIN,
    trustEmail: values.MISSION_CONTROL_OIDC_TRUST_EMAIL,
    enabled: true,
    readOnly: true,
    changedAt: 0,
  }
}
