/** How a runner with a key pair is let in, in the headers of its request to connect. */
export const KEY_SCHEME = 'Mission-Control-Key'

/** What the runner signs: bound to what it is for, and to its desktop. */
export function challengeText(desktopId: string, challenge: string): string {
  return `mission-control runner\n${desktopId}\n${challenge}`
}
