/** Providers whose addresses and ways are known; `oidc`: any other that speaks OpenID Connect. */
export const PRESETS = ['google', 'microsoft', 'github', 'oidc'] as const
export type Preset = (typeof PRESETS)[number]

interface Known {
  /** What the button on the sign-in page says unless somebody chooses another name. */
  name: string
  /** Null: it differs, and has to be given. */
  issuer: string | null
  scopes: string
}

const OPENID = 'openid email profile'

export const PRESET: Readonly<Record<Preset, Known>> = {
  google: { name: 'Google', issuer: 'https://accounts.google.com', scopes: OPENID },
  microsoft: { name: 'Microsoft', issuer: null, scopes: OPENID },
  github: { name: 'GitHub', issuer: 'https://github.com', scopes: 'user:email' },
  oidc: { name: 'Single sign-on', issuer: null, scopes: OPENID },
}

/**
 * How the state of a trial begins, by which the page that somebody comes back to knows it. What counts is in
 * the sealed cookie.
 */
export const TRIAL_STATE = 'trial.'

/** Microsoft has an issuer for each directory. `tenant`: the directory's id. */
export function microsoftIssuer(tenant: string): string {
  return `https://login.microsoftonline.com/${tenant}/v2.0`
}
