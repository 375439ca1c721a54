import { relative, resolve } from 'node:path'
import type { Plugin } from 'vite'

const ROOT = resolve(import.meta.dirname, '../../..')

/** Writes down what the build is made of, in `.modules`: whoever passes it on names what is inside. */
export function listModules(): Plugin {
  return {
    name: 'list-modules',
    apply: 'build',
    generateBundle(_options, bundle) {
      const fonts = [...this.getModuleIds()].filter((id) => /\/@fontsource/.test(id))
      const parts = Object.values(bundle).flatMap((part) =>
        part.type === 'chunk' ? part.moduleIds : [],
      )
      const files = [...parts, ...fonts].filter((id) => id.startsWith(ROOT))
      const paths = new Set(files.map((id) => relative(ROOT, id.split('?', 1)[0] as string)))
      this.emitFile({
        type: 'asset',
        fileName: '.modules',
        source: `${[...paths].sort().join('\n')}\n`,
      })
    },
  }
}
