import { listRuntimes, type Platform, removeRuntime } from '@mission-control/server/runtimes'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { print } from '../print.ts'
import { Screen } from '../screen/screen.ts'
import { dataDirectory } from './data-directory.ts'

const MIB = 2 ** 20

export async function showRuntimes({ options }: Call): Promise<void> {
  const all = listRuntimes(dataDirectory()).map(({ platform, version, size }) => ({
    platform,
    version,
    size,
  }))
  await new Screen(options).list(
    all,
    [
      { title: 'PLATFORM', of: ({ platform }) => platform },
      { title: 'NODE', of: ({ version }) => version },
      { title: 'TO FETCH', of: ({ size }) => `${Math.ceil(size / MIB)} MiB` },
    ],
    'None was added: machines of the kind of the server get its own Node.',
  )
}

export function dropRuntime(platform: Platform): void {
  if (!removeRuntime(dataDirectory(), platform)) {
    throw new CommandError(
      'notFound',
      `No runtime was added for ${platform}. \`mission-control runtimes list\` shows which there are.`,
    )
  }
  print(`The runtime for ${platform} is removed.`)
}
