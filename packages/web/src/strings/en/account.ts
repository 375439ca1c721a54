/** Signing in, and what belongs to the person who did. */
export const account = {
  signIn: {
    title: 'Sign in',
    again: 'Your session has expired. Sign in again to continue where you were; nothing is lost.',
    email: 'E-mail',
    emailMissing: 'Enter an e-mail address, such as ada@example.org.',
    password: 'Password',
    passwordMissing: 'Enter your password.',
    show: 'Show the password',
    hide: 'Hide the password',
    submit: 'Sign in',
    forgotten: 'Forgot it? To get a new link, run this on the server’s machine:',
    linkCommand: 'npm run mission-control -- set-up-link',
    notSetUp:
      'There is no account yet. Open the one-time link that the server printed when it started.',
    linkLost: 'Lost it? To get a new one, run this on the server’s machine:',
    tooMany: (seconds: number) =>
      seconds > 0 ? `Too many attempts. Try again in ${seconds} s.` : 'You can try again now.',
  },
  setUp: {
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
  },
  accountMenu: {
    label: (email: string) => `Account of ${email}`,
    settings: 'Account settings',
    appearance: 'Appearance',
    light: 'Light',
    dark: 'Dark',
    system: 'System',
    signOut: 'Sign out',
  },
}
