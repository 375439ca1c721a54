import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { ago } from '../screen/time.ts'

export async function listWorkspaces({ client, screen }: Kit, _: Call): Promise<void> {
  await screen.list(
    await client.workspaces.list(),
    [
      { title: 'ID', of: ({ id }) => id },
      { title: 'NAME', of: ({ name }) => name, yields: true },
      { title: 'ROLE', of: ({ role }) => role },
      { title: '', of: ({ personal }) => (personal ? 'your own' : '') },
      { title: 'CREATED', of: ({ createdAt }) => ago(createdAt) },
    ],
    'There is no workspace.',
  )
}

export async function createWorkspace({ client, screen }: Kit, { args }: Call): Promise<void> {
  const made = await client.workspaces.create(args[0]!)
  screen.done(
    made,
    `${made.id} is created. \`mission-control login URL --workspace ${made.id}\` keeps a key for it.`,
  )
}
