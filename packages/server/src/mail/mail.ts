import type { Transporter } from 'nodemailer'
import type { Logger } from 'pino'
import { atFirstUse } from '../at-first-use.ts'

/** How letters are sent. */
export interface MailOptions {
  /** `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte. */
  smtpUrl: string
  from: string
}

export interface Letter {
  to: string
  subject: string
  text: string
}

/** How long the mail server may take to answer, in ms. */
const WITHIN = 15_000

/** The most letters that wait to be sent; further ones are dropped. */
const WAITING = 100

/** Sends letters, one after the other, and never keeps anybody waiting. */
export class Mail {
  readonly #options: MailOptions
  readonly #log: Logger
  readonly #transport = atFirstUse(() => this.#open())
  #last: Promise<void> = Promise.resolve()
  #waiting = 0

  constructor(options: MailOptions, log: Logger) {
    this.#options = options
    this.#log = log
  }

  /** Sends a letter later. A failure is logged without the letter's text, which may hold a link. */
  send(letter: Letter): void {
    if (this.#waiting >= WAITING) {
      this.#log.error({ waiting: WAITING }, 'a letter is not sent: too many wait')
      return
    }
    this.#waiting += 1
    this.#last = this.#last
      .then(() => this.#deliver(letter))
      .catch((error) => this.#log.error({ reason: reasonOf(error) }, 'a letter could not be sent'))
      .finally(() => {
        this.#waiting -= 1
      })
  }

  async #deliver(letter: Letter): Promise<void> {
    await (await this.#transport()).sendMail({ from: this.#options.from, ...letter })
  }

  async #open(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer')
    const { smtpUrl: url } = this.#options
    const times = { connectionTimeout: WITHIN, greetingTimeout: WITHIN, socketTimeout: WITHIN }
    // Nothing is fetched or read for a letter: its words are text.
    return createTransport({ url, ...times, disableFileAccess: true, disableUrlAccess: true })
  }
}

function reasonOf(error: unknown): string {
  const { code, responseCode, message } = error as {
    code?: string
    responseCode?: number
    message?: string
  }
  return [code, responseCode, code ? undefined : message].filter(Boolean).join(' ')
}
