import type { Call } from '../command.ts'
import { readContexts, requireContext, writeContexts } from '../kit/contexts.ts'

export async function useContext({ args: [name = ''] }: Call): Promise<void> {
  const all = readContexts()
  const { url } = requireContext(all, name)
  writeContexts({ ...all, current: name })
  process.stdout.write(`From now on ${url} is asked.\n`)
}
