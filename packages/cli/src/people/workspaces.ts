import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { ago } from '../screen/time.ts'
import { visible } from '../screen/visible.ts'

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

export async function renameWorkspace({ client, screen }: Kit, { args }: Call): Promise<void> {
  const renamed = await client.workspaces.rename(args[0]!)
  screen.done(renamed, `The workspace is called ${visible(renamed.name)} now.`)
}

export async function deleteWorkspace({ client, screen }: Kit, { args }: Call): Promise<void> {
  const name = args[0]!
  await client.workspaces.delete(name)
  screen.done({ name }, `${visible(name)} is deleted. What ran there stops.`)
}
