import type { Plugin } from 'vite'

/** The font of nearly every word: asked for with the page, not only once there are words. */
const FONT = /inter-latin-wght-normal[^/]*\.woff2$/

export function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((name) => FONT.test(name))
          .map((name) => ({
            tag: 'link',
            attrs: { rel: 'preload', href: `./${name}`, as: 'font', crossorigin: true },
            injectTo: 'head',
          })),
    },
  }
}
