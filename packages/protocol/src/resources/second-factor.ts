import { z } from 'zod'
import { PASSWORD_MAX } from './account.ts'

const CODE_MAX = 64

export const Code = z
  .string()
  .trim()
  .min(1, 'expected a code')
  .max(CODE_MAX, `expected at most ${CODE_MAX} characters`)
  .meta({
    description: 'Six digits of the authenticator app, or a recovery code.',
    example: '492039',
  })

export const Password = z
  .string()
  .max(PASSWORD_MAX, `expected at most ${PASSWORD_MAX} characters`)
  .meta({ description: "The user's password.", example: 'correct horse battery' })

export const TotpState = z
  .object({
    enabled: z
      .boolean()
      .meta({ description: 'Whether signing in by password asks for a code too.', example: true }),
    recoveryCodes: z.int().meta({ description: 'How many recovery codes are left.', example: 10 }),
  })
  .meta({ id: 'TotpState', description: 'Two-factor sign-in of the user.' })
export type TotpState = z.infer<typeof TotpState>

export const TotpStart = z
  .object({ password: Password })
  .meta({ id: 'TotpStart', description: "The user's password, once more." })

export const NewTotp = z
  .object({
    secret: z.string().meta({
      description: 'The secret, to be typed into an app.',
      example: 'NB2W45DFOIZA',
    }),
    uri: z.string().meta({
      description: 'The same as an address, to be shown as a QR code.',
      example: 'otpauth://totp/Mission%20Control:ada@example.com?secret=NB2W45DFOIZA',
    }),
  })
  .meta({ id: 'NewTotp', description: 'What an authenticator app needs; shown once.' })
export type NewTotp = z.infer<typeof NewTotp>

export const TotpConfirmation = z
  .object({ code: Code })
  .meta({ id: 'TotpConfirmation', description: 'The proof that an app has the secret.' })

export const RecoveryCodes = z
  .object({
    codes: z.array(z.string()).meta({
      description: 'Each stands in for the app once.',
      example: ['xk4p-9mwd-h2vz-q7ta'],
    }),
  })
  .meta({ id: 'RecoveryCodes', description: 'The recovery codes; shown once.' })
export type RecoveryCodes = z.infer<typeof RecoveryCodes>

export const TotpRemoval = z
  .object({ password: Password, code: Code })
  .meta({ id: 'TotpRemoval', description: 'Both factors, for the last time.' })
