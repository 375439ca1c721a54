import type { Plugin } from 'vite'

/**
 * Fails the build when a page would load the schemas' library: 25 KB, packed, for what only the server
 * checks. One import of a value from a module that also holds a schema is enough to bring it in.
 */
export function withoutSchemas(): Plugin {
  return {
    name: 'without-schemas',
    apply: 'build',
    generateBundle(_options, bundle) {
      const brought = Object.values(bundle).flatMap((chunk) =>
        chunk.type === 'chunk' ? Object.keys(chunk.modules) : [],
      )
      if (!brought.some((id) => id.includes('/node_modules/zod/'))) return
      const suspects = brought.filter((id) => id.includes('/packages/protocol/'))
      this.error(
        `The dashboard would load zod. A value is imported from a module with a schema, one of:\n${suspects.join('\n')}`,
      )
    },
  }
}
