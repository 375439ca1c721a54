/** Signing in, and what belongs to the person who did. */
export const account = {
  signIn: {
    title: 'Sign in',
    again: 'Your session has ended. Sign in again and go on where you were; nothing is lost.',
    email: 'E-mail',
    emailMissing: 'Write an e-mail address, like ada@example.org.',
    password: 'Password',
    passwordMissing: 'Write your password.',
    show: 'Show the password',
    hide: 'Hide the password',
    submit: 'Sign in',
    forgotten: 'Forgotten? On the server’s machine, this prints a new link:',
    linkCommand: 'npm run mission-control -- set-up-link',
    notSetUp:
      'Nobody has been set up yet. Open the one-time link that the server printed when it started.',
    linkLost: 'Is it gone? On the server’s machine, this prints a new one:',
    tooMany: (seconds: number) =>
      seconds > 0 ? `Too many attempts. Try again in ${seconds} s.` : 'You can try again now.',
  },
  setUp: {
    title: 'Set up Mission Control',
    about: 'Choose how you sign in from now on. The link that brought you here works once.',
    newPassword: 'New password',
    expected: (min: number, max: number) => `${min} to ${max} characters`,
    tooShort: (missing: number) =>
      missing === 1 ? 'One more character is needed.' : `${missing} more characters are needed.`,
    tooLong: (max: number) => `${max} characters at most.`,
    submit: 'Set up and sign in',
    noLink: 'This link doesn’t work',
    incomplete: 'Its secret part is missing. Open the whole link as the server printed it.',
    used: 'It was used already, or a newer one has taken its place.',
    freshLink:
      'As long as nobody is set up the server prints a fresh link at each start. At any time, this prints one on its machine:',
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
