import type { Plugin } from 'vite'

/** What the server puts into the page where it serves it: here the root is the host's. */
export function devBase(): Plugin {
  return {
    name: 'dev-base',
    apply: 'serve',
    transformIndexHtml: () => [{ tag: 'base', attrs: { href: '/' }, injectTo: 'head-prepend' }],
  }
}
