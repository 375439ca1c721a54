import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { readDurable, writeDurably } from '@mission-control/durable'
import { keyCredential } from './key-credential.ts'
import { newPrivateKey, publicKeyOf } from './key-pair.ts'

/** The server doesn't take this machine, or isn't there; the message says why. */
export class EnrolError extends Error {
  override readonly name = 'EnrolError'
}

export interface Enrolled {
  desktopId: string
  name: string
}

const ANSWER_WITHIN_MS = 30_000

/**
 * Makes the folder's runner a desktop of the server. The key is on disk before it is told: whatever is
 * interrupted can be done again, and is the same desktop.
 */
export async function enrol(
  dir: string,
  serverUrl: string,
  token: string,
  hostname: string,
): Promise<Enrolled> {
  const file = join(dir, 'key')
  const privateKey = keptKey(file)
  const body = { token, publicKey: publicKeyOf(privateKey), hostname }
  const answer = await ask(`${serverUrl.replace(/\/$/, '')}/api/desktops/join`, body)
  if (typeof answer === 'string') {
    // The server has never taken it: the next attempt begins anew.
    rmSync(file)
    throw new EnrolError(answer)
  }
  const credential = keyCredential({ desktopId: answer.desktopId, privateKey })
  writeDurably(join(dir, 'credential'), `${credential}\n`)
  return answer
}

function keptKey(file: string): string {
  const found = readDurable(file, (text) => /^[\w-]{43}$/.test(text))
  if (typeof found === 'object') return found.text
  const key = newPrivateKey()
  writeDurably(file, `${key}\n`)
  return key
}

/** A refusal in words; throws {@link EnrolError} where it isn't known whether the server has taken it. */
async function ask(url: string, body: object): Promise<Enrolled | string> {
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
  } catch (error) {
    const { cause, message } = error as Error
    throw new EnrolError(
      `The server at ${url} can't be reached: ${(cause as Error)?.message || message}.`,
    )
  }
  const answer = await response.text()
  if (response.ok) return JSON.parse(answer)
  const detail = detailOf(answer)
  if (detail !== undefined && response.status < 500) return detail
  throw new EnrolError(detail ?? `The server answered HTTP ${response.status} at ${url}.`)
}

function detailOf(answer: string): string | undefined {
  try {
    return JSON.parse(answer).detail
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
