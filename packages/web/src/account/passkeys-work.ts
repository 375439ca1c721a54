/** Whether passkeys for `host` work on this page: a browser offers them nowhere else. */
export function passkeysWork(
  host: string | null | undefined,
  page: Pick<typeof globalThis, 'location' | 'PublicKeyCredential'> = globalThis,
): boolean {
  return host === page.location.hostname && page.PublicKeyCredential !== undefined
}
