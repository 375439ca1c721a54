import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CodeSplittingGroup,
  type OutputOptions,
  type RolldownOutput,
  rolldown,
} from 'rolldown'
import { withoutImports } from './builtins.ts'
import { ROOT } from './places.ts'

/** The programs by their place in the package; each loads the parts that it uses when it uses them. */
const PROGRAMS = {
  'cli/main': 'packages/cli/src/main.ts',
  'keeper/main': 'packages/runner/src/keeper/main.ts',
  'agent/main': 'packages/runner/src/agent/main.ts',
  'searching/main': 'packages/server/src/searching/main.ts',
}

const OUTPUT: OutputOptions = {
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'parts/[name]-[hash].js',
  sourcemap: true,
}

/**
 * What short commands load, in one file where it would be twenty: each costs half a millisecond. What they
 * share with server and runner stays apart, so that these don't load it.
 */
const GROUPS: CodeSplittingGroup[] = [
  {
    name: 'client',
    test: /packages\/(client|cli\/src\/(kit|screen|run|tasks))\//,
    includeDependenciesRecursively: false,
  },
]

/**
 * Compiles everything into `lib`, programs and parts one folder below it: from each part to each program
 * it is as far as between the folders of the sources. Resolves with the modules that are inside.
 */
export async function bundle(lib: string): Promise<string[]> {
  const programs = await rolldown({
    cwd: ROOT,
    input: PROGRAMS,
    platform: 'node',
    preserveEntrySignatures: false,
    // What short commands share is in one file; their sources load parts of it later.
    checks: { ineffectiveDynamicImport: false },
    // This one looks for its native part beside the package, where `nativeParts` puts it.
    resolve: { alias: { koffi: 'koffi/indirect' } },
  })
  const sdk = await rolldown({
    cwd: ROOT,
    input: { index: 'packages/client/src/index.ts' },
    platform: 'browser',
  })
  const outputs = [
    await programs.write({ ...OUTPUT, dir: lib, codeSplitting: { groups: GROUPS } }),
    await sdk.write({ ...OUTPUT, dir: join(lib, 'client') }),
  ]
  await Promise.all([programs.close(), sdk.close()])
  for (const { type, fileName } of outputs[0]!.output) {
    if (type !== 'chunk') continue
    const file = join(lib, fileName)
    writeFileSync(file, withoutImports(readFileSync(file, 'utf8')))
  }
  return outputs.flatMap(modulesOf)
}

function modulesOf({ output }: RolldownOutput): string[] {
  return output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
}
