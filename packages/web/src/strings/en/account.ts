/** Signing in, and what belongs to the person who did. */
export const account = {
  signIn: {
    title: 'Sign in',
    again: 'Your session has ended. Sign in again and go on where you were; nothing is lost.',
    email: 'E-mail',
    password: 'Password',
    submit: 'Sign in',
    forgotten: 'Forgotten? On the server’s machine, this prints a new link:',
    notSetUp:
      'Nobody has been set up yet. Open the one-time link that the server printed when it started.',
  },
}
