import { spoken } from '../spoken.ts'

/** Signing in, and what belongs to the person who did. */
export const { signIn, reset, accountMenu } = spoken({
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
    code: 'Code',
    codeHint: 'Six digits from your authenticator app, or a recovery code.',
    through: (name: string) => `Continue with ${name}`,
    as: (email: string) => `Continue as ${email}`,
    finishing: 'Signing in …',
    trial: 'Trial sign-in',
    back: 'Back to sign-in',
    emergency:
      'Locked out, and the server’s owner? To get a one-time link, run this on its machine:',
    forgotten:
      'Forgot your password? Ask the server’s owner for a link. If you are the owner, run this on the server’s machine:',
    linkCommand: 'npm run mission-control -- set-up-link',
    notSetUp:
      'There is no account yet. Open the one-time link that the server printed when it started.',
    linkLost: 'Lost it? To get a new one, run this on the server’s machine:',
    tooMany: (seconds: number) =>
      seconds > 0 ? `Too many attempts. Try again in ${seconds} s.` : 'You can try again now.',
  },
  reset: {
    title: 'Choose another password',
    link: 'Forgot your password?',
    ask: 'Enter your e-mail address. If you have an account, you get a link to choose another password.',
    send: 'Send the link',
    sent: 'If there is an account with this address, a link is on its way.',
    choose: 'Change the password',
    done: 'Your password is changed, and you are signed out everywhere. Sign in with the new one.',
  },
  accountMenu: {
    label: (email: string) => `Account of ${email}`,
    settings: 'Account settings',
    workspaces: 'Workspaces',
    own: (name: string) => `${name} (yours)`,
    guest: (name: string, id: string) => `${name} (shared${id === '' ? '' : `, …${id}`})`,
    appearance: 'Appearance',
    light: 'Light',
    dark: 'Dark',
    system: 'System',
    signOut: 'Sign out',
  },
})
