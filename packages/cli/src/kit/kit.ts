import { type Client, createClient } from '@mission-control/client'
import { Screen, type Wanted } from '../screen/screen.ts'
import { chooseServer } from './choose-server.ts'
import { leanFetch } from './lean-fetch.ts'
import { Memory } from './memory.ts'

/** The options that commands which speak to a server have in common. */
export interface SharedOptions extends Wanted {
  context?: string
}

/** One command's way to the server and to whoever reads. */
export interface Kit {
  client: Client
  url: string
  key: string
  memory: Memory
  screen: Screen
}

export function openKit(options: SharedOptions): Kit {
  const { url, key } = chooseServer(options.context, process.env)
  return {
    client: createClient({ baseUrl: url, apiKey: key, fetch: leanFetch }),
    url,
    key,
    memory: new Memory(url),
    screen: new Screen(options),
  }
}
