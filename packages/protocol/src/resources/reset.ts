import { z } from 'zod'
import { Email, NewPassword } from './account.ts'

export const ResetRequest = z
  .object({
    email: Email.meta({ description: "The user's e-mail address.", example: 'ada@example.com' }),
  })
  .meta({ id: 'ResetRequest', description: 'Who wants to choose another password.' })

export const Reset = z
  .object({
    token: z.string().meta({ description: 'The part of the link after the #.', example: 'Zk3vX0' }),
    password: NewPassword.meta({
      description: 'The password to sign in with from now on.',
      example: 'correct horse battery',
    }),
  })
  .meta({ id: 'Reset', description: 'Another password, by a link.' })

export const ResetLink = z
  .object({
    link: z.string().meta({
      description: 'The address by which the user chooses another password, once, within 24 hours.',
      example: 'https://mission-control.example/reset#Zk3vX0',
    }),
  })
  .meta({ id: 'ResetLink', description: 'A link for a user who has forgotten the password.' })
