import { spoken } from '../spoken.ts'

/** The first account of a new server. */
export const setUp = spoken({
  title: 'Set up Mission Control',
  about: 'Choose how you sign in from now on. The link that brought you here works once.',
  newPassword: 'New password',
  expected: (min: number, max: number) => `${min} to ${max} characters`,
  tooShort: (missing: number) =>
    missing === 1 ? 'Add at least 1 more character.' : `Add at least ${missing} more characters.`,
  tooLong: (max: number) => `Use at most ${max} characters.`,
  submit: 'Set up and sign in',
  noLink: 'This link doesn’t work',
  incomplete:
    'The secret part of the link is missing. Open the whole link, exactly as the server printed it.',
  used: 'It was already used, or a newer link has replaced it.',
  freshLink:
    'Until there is an account, the server prints a new link each time it starts. To get one now, run this on its machine:',
  toSignIn: 'Sign in instead',
})
