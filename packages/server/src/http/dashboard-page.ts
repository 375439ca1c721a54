import { createHash } from 'node:crypto'

/** The one page of the dashboard, among its files. */
export const PAGE = 'index.html'

/** Beside the policy, on the page and on the files. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

/** The path of a request's address, as it was sent. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] as string
}

/**
 * Also with doubled slashes, which come from a base address that ends with one: such a client
 * expects JSON.
 */
export function isApi(path: string): boolean {
  return /^\/+api(\/|$)/.test(path)
}

/** Pages have names, files have endings. */
export function isFile(path: string): boolean {
  return /^\/assets(\/|$)|\.[^/.]*$/.test(path)
}

/**
 * The way from a page back to the root, as the browser goes it: it knows the prefix that a proxy
 * may have taken off before the path came here.
 */
export function baseOf(path: string): string {
  const depth = path.split('/').length - 2
  return depth > 0 ? '../'.repeat(depth) : './'
}

/** The built page, told where it is and which nonce its style elements carry. */
export function completePage(html: string, base: string, nonce: string): string {
  const told = `<base href="${base}" />\n    <meta property="csp-nonce" nonce="${nonce}" />`
  return html.replace('<head>', `<head>\n    ${told}`)
}

/** The page's ETag, which doesn't depend on its nonce. */
export function tagOf(html: string, base: string): string {
  const hash = createHash('sha256').update(html).update(base).digest('base64url')
  return `W/"${hash.slice(0, 22)}"`
}

/** Everything from here and nothing else; style elements only with the nonce. */
export function contentSecurityPolicy(nonce?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce === undefined ? '' : ` 'nonce-${nonce}'`}`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
