import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { desktopNamed } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'
import { percent } from './list.ts'

export async function showMetrics(kit: Kit, { args, options }: Call): Promise<void> {
  const { id } = await desktopNamed(kit, args[0]!)
  const minutes = minutesOf(options.minutes)
  const points = await kit.client.desktops.metrics(id, { minutes })
  await kit.screen.list(
    points,
    [
      { title: 'AT', of: ({ at }) => at.slice(0, 16).replace('T', ' ') },
      { title: 'CPU', of: ({ cpu }) => percent(cpu) },
      { title: 'MEMORY', of: ({ memory }) => percent(memory) },
      { title: 'DISK', of: ({ disk }) => percent(disk) },
    ],
    'No load on record for that time.',
  )
}

function minutesOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1440) return Number(text)
  throw new CommandError('usage', `Expected 1 to 1440 for --minutes, got ${JSON.stringify(text)}.`)
}
