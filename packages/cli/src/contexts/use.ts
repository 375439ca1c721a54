import type { Call } from '../command.ts'
import { readContexts, requireContext, writeContexts } from '../kit/contexts.ts'
import { print } from '../print.ts'

export async function useContext({ args: [name = ''] }: Call): Promise<void> {
  const all = readContexts()
  const { url } = requireContext(all, name)
  writeContexts({ ...all, current: name })
  print(`From now on ${url} is asked.`)
}
