import type { Call } from '../command.ts'
import { readContexts } from '../kit/contexts.ts'
import { Screen } from '../screen/screen.ts'

export async function listContexts({ options }: Call): Promise<void> {
  const { current, contexts } = readContexts()
  const items = Object.entries(contexts).map(([name, { url }]) => ({
    name,
    url,
    current: name === current,
  }))
  await new Screen(options).list(
    items,
    [
      { title: '', of: ({ current }) => (current ? '*' : '') },
      { title: 'NAME', of: ({ name }) => name },
      { title: 'URL', of: ({ url }) => url, yields: true },
    ],
    'You are not signed in anywhere: `mission-control login URL`.',
  )
}
