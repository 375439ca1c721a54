/** What a server has answered. */
export interface Answer {
  status: number
  /** What its JSON says; undefined: it is none. */
  body: unknown
}

/** Nobody has answered. */
export interface Silence {
  /** The code of the error, such as ENOTFOUND. */
  why: string
}

const WITHIN_MS = 10_000
const BODY_MAX = 1024 * 1024

/** Asks one address, and follows it nowhere else. */
export async function askProvider(
  address: string,
  form?: Record<string, string>,
): Promise<Answer | Silence> {
  try {
    const answer = await fetch(address, {
      redirect: 'manual',
      signal: AbortSignal.timeout(WITHIN_MS),
      headers: { accept: 'application/json' },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    return { status: answer.status, body: parse(await textOf(answer)) }
  } catch (error) {
    const { name, cause } = error as { name: string; cause?: { code?: string } }
    return { why: cause?.code ?? name }
  }
}

async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    // Leaving the loop cuts the connection.
    if (length > BODY_MAX) return ''
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return undefined
  }
}
