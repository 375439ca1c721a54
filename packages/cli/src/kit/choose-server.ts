import { CommandError } from '../command-error.ts'
import { type Contexts, readContexts, requireContext } from './contexts.ts'

export interface Server {
  url: string
  key: string
}

/**
 * Which server to ask, and by which key. The variables win; a key that was kept for one address is
 * never sent to another.
 */
export function chooseServer(
  name: string | undefined,
  { MISSION_CONTROL_URL: url, MISSION_CONTROL_API_KEY: key }: NodeJS.ProcessEnv,
): Server {
  if (name === undefined && url && key) return { url: checkedUrl(url), key }
  const all = readContexts()
  const chosen = name ?? all.current
  if (name === undefined && url) return { url: checkedUrl(url), key: keyFor(checkedUrl(url), all) }
  if (chosen === null) {
    throw new CommandError(
      'notAllowed',
      'You are not signed in: use `mission-control login URL`, or set MISSION_CONTROL_URL and MISSION_CONTROL_API_KEY.',
    )
  }
  const context = requireContext(all, chosen)
  return { url: context.url, key: (name === undefined && key) || context.key }
}

/** The address without what may stand behind it. */
export function checkedUrl(text: string): string {
  const withScheme = /^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(withScheme) || !/^https?:$/.test(new URL(withScheme).protocol)) {
    throw new CommandError(
      'usage',
      `Expected the address of a server, such as https://mc.example.org, got ${JSON.stringify(text)}.`,
    )
  }
  const { origin, pathname } = new URL(withScheme)
  // Cut off trailing slashes by hand: a regular expression would start again at each slash.
  let end = pathname.length
  while (pathname[end - 1] === '/') end--
  return origin + pathname.slice(0, end)
}

function keyFor(url: string, { contexts }: Contexts): string {
  const known = Object.values(contexts).find((each) => each.url === url)
  if (known) return known.key
  throw new CommandError(
    'notAllowed',
    `There is no key for ${url}: set MISSION_CONTROL_API_KEY too, or use \`mission-control login ${url}\`.`,
  )
}
