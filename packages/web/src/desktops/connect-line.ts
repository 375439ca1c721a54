/** The server's address as other machines are to use it: where this page comes from. */
export function serverUrl(baseUri: string): string {
  return new URL('.', baseUri).href.replace(/\/$/, '')
}

/** The one line that makes a machine a desktop. */
export function joinLine(url: string, token: string): string {
  return `curl -fsSL ${quoted(`${url}/join`)} | sh -s -- ${token}`
}

/** The one line that starts the runner of a machine that has joined again: it has kept its key. */
export function rejoinLine(url: string): string {
  return `curl -fsSL ${quoted(`${url}/join`)} | sh`
}

/** The one line that starts a desktop's runner again: its folder has kept the credential. */
export function reconnectLine(url: string, desktopId: string): string {
  const folder = `~/.local/state/mission-control/${desktopId}`
  return `npm run mission-control -- runner --server ${quoted(url)} --dir ${folder}`
}

/** An address by which a machine reaches only itself: on another machine it leads nowhere. */
export function isLocal(url: string): boolean {
  const { hostname } = new URL(url)
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

function quoted(url: string): string {
  return /^[\w:/.@%+-]+$/.test(url) ? url : `'${url.replaceAll("'", '%27')}'`
}
