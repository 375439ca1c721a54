import { SMTPServer } from 'smtp-server'
import type { Scope } from './cleanup.ts'
import { listen } from './listen.ts'
import { waitFor } from './wait.ts'

interface Letter {
  to: string[]
  text: string
}

/** With a character that an address has to encode. */
export const MAIL_PASSWORD = 'p@ss-of-the-mailbox'

/** A real SMTP server that wants a user's name and password, and keeps what it is sent. */
export async function startMailbox(t: Scope) {
  const letters: Letter[] = []
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth({ username, password }, _session, done) {
      const isRight = username === 'mc' && password === MAIL_PASSWORD
      done(isRight ? null : new Error('wrong'), { user: username })
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        // A long line is broken, as quoted-printable text breaks it.
        const text = `${Buffer.concat(chunks)}`.replace(/=\r\n/g, '').replaceAll('\r\n', '\n')
        letters.push({ to: envelope.rcptTo.map(({ address }) => address), text })
        done()
      })
    },
  })
  // A server that is killed in the midst of a letter resets its connection, which nobody else has to know.
  server.on('error', () => undefined)
  const port = await listen(t, server.server)
  return {
    /** With it a server sends its letters there, with links to where people see it. */
    environment: (publicUrl: string): NodeJS.ProcessEnv => ({
      MISSION_CONTROL_SMTP_URL: `smtp://mc:${encodeURIComponent(MAIL_PASSWORD)}@127.0.0.1:${port}`,
      MISSION_CONTROL_MAIL_FROM: 'Mission Control <mc@example.org>',
      MISSION_CONTROL_PUBLIC_URL: publicUrl,
    }),
    get waiting() {
      return letters.length
    },
    /** The oldest letter that nobody has taken yet. */
    next: async () => await waitFor('a letter', () => letters.shift()),
  }
}
