/** Nobody is led out of the dashboard: a path that a browser can't take for the address of a host. */
export function isInside(path: string): boolean {
  // Browsers read a backslash as a slash, and leave out tabs and line ends.
  if (!/^\/(?![/\\])[!-~]*$/.test(path) || path.includes('\\')) return false
  const base = 'http://inside.invalid'
  return URL.canParse(path, base) && new URL(path, base).origin === base
}
