import type { MailOptions } from '../mail/mail.ts'
import type { Provider } from './sso/provider.ts'

/** How people sign in, as far as the environment says. */
export interface SignInOptions {
  /** Whose word is believed. */
  provider: Provider | undefined
  /** People sign in through a provider only; undefined: as the settings say. */
  ssoRequired: boolean | undefined
  /** Where people reach the dashboard; undefined: where each of them asks. */
  publicUrl: string | undefined
  /** The header in which a trusted proxy says who asks; undefined: none is believed. */
  trustedHeader: string | undefined
  /** Undefined: no letters are sent. */
  mail: MailOptions | undefined
}
