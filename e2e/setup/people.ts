import type { Client } from '@mission-control/client'
import type { Role } from '@mission-control/protocol'
import { type Browser, openBrowser } from './browser.ts'
import type { TestServer } from './server.ts'

export interface Person {
  browser: Browser
  id: string
  email: string
}

export const PASSWORD = 'correct horse battery'

/** The token of an invitation. */
export function tokenOf({ link }: { link: string }): string {
  return link.slice(link.indexOf('#') + 1)
}

/** A new user, who comes by an invitation of their address to the client's workspace. */
export async function invited(
  server: Pick<TestServer, 'url'>,
  by: Client,
  role: Role,
  name: string,
): Promise<Person> {
  const email = `${name.toLowerCase()}@example.org`
  const token = tokenOf(await by.invitations.create({ role, email }))
  const browser = openBrowser(server)
  const { user } = await browser.client.invitations.join({ token, name, email, password: PASSWORD })
  return { browser, id: user.id, email }
}
