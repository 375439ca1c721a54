/**
 * What stands for a desktop's key where others have the hash of a credential. It is no hash of anything,
 * so no credential opens it.
 */
export function keyIdOf(desktopId: string): string {
  return `key:${desktopId}`
}
