import { hostname } from 'node:os'
import { ApiError, type Client, createClient } from '@mission-control/client'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { checkedUrl } from '../kit/choose-server.ts'
import { type Context, readContexts, writeContexts } from '../kit/contexts.ts'
import { workspaceNamed } from '../kit/workspace-named.ts'
import { print } from '../print.ts'
import { askFor, readAll } from '../screen/ask.ts'

export async function login({ args: [address = ''], options }: Call): Promise<void> {
  if (options.key && options.workspace) {
    throw new CommandError('usage', 'Expected --workspace or --key: a key is for its workspace.')
  }
  const url = checkedUrl(address)
  const name: string = options.context ?? new URL(url).host
  const context = options.key
    ? await withKey(url, options.key)
    : await withPassword(url, options.email, options.workspace)
  const all = readContexts()
  writeContexts({ current: name, contexts: { ...all.contexts, [name]: context } })
  print(`Signed in to ${url} as the context ${name}.`)
}

/** The server says whether it takes the key. */
async function withKey(url: string, given: string): Promise<Context> {
  const key = given === '-' ? (await readAll(process.stdin)).trim() : given
  await createClient({ baseUrl: url, apiKey: key }).settings.get()
  return { url, key }
}

async function withPassword(
  url: string,
  given: string | undefined,
  workspace: string | undefined,
): Promise<Context> {
  const send = keepingCookies()
  const client = createClient({ baseUrl: url, fetch: send })
  const { needsSetUp } = await client.account.session()
  if (needsSetUp) {
    throw new CommandError(
      'notAllowed',
      'Nobody has chosen a password on that server yet: open the link that its start prints, or sign in with --key.',
    )
  }
  const email = given ?? (await askFor('E-mail: '))
  const password = await askFor('Password: ', { hidden: true })
  await signIn(client, { email, password })
  const place = workspace === undefined ? client : await clientFor(client, url, send, workspace)
  const { key, id } = await place.apiKeys.create(`command line on ${hostname()}`.slice(0, 100))
  await client.account.signOut()
  return { url, key, keyId: id }
}

/** Asks for a code only if the user has a second factor. */
async function signIn(
  { account }: Client,
  credentials: { email: string; password: string },
): Promise<void> {
  try {
    await account.signIn(credentials)
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'second_factor_required') throw error
    const code = await askFor('Code of your authenticator app, or a recovery code: ')
    await account.signIn({ ...credentials, code })
  }
}

/** The session in the workspace of that name or id. */
async function clientFor(
  client: Client,
  url: string,
  send: typeof fetch,
  text: string,
): Promise<Client> {
  const { id } = await workspaceNamed(client, text)
  return createClient({ baseUrl: url, fetch: send, workspace: id })
}

/** A session is a cookie, which `fetch` outside a browser forgets. */
function keepingCookies(): typeof fetch {
  const cookies = new Map<string, string>()
  return async (url, init) => {
    const headers = new Headers(init?.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies.values()].join('; '))
    // It changes something with a cookie: only the server's own pages may, and we are as good as one.
    headers.set('origin', new URL(String(url)).origin)
    const response = await fetch(url, { ...init, headers })
    for (const each of response.headers.getSetCookie()) {
      const [pair = ''] = each.split(';', 1)
      cookies.set(pair.split('=', 1)[0] as string, pair)
    }
    return response
  }
}
