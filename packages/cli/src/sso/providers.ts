import type { SsoCheck, SsoProvider } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import type { Kit } from '../kit/kit.ts'

export async function listProviders({ client, screen }: Kit, _: Call): Promise<void> {
  const { providers } = await client.sso.get()
  await screen.list(
    providers,
    [
      { title: 'ID', of: ({ id }) => id },
      { title: 'NAME', of: ({ name }) => name, yields: true },
      { title: 'STATE', of: stateOf },
      { title: 'REDIRECT ADDRESS', of: ({ redirectUrl }) => redirectUrl, yields: true },
    ],
    'There is no provider. `mission-control sso add` adds one, and so does the dashboard: Settings > Single Sign-On.',
  )
}

function stateOf({ enabled, readOnly }: SsoProvider): string {
  if (readOnly) return 'environment'
  return enabled ? 'on' : 'off'
}

/** The exit code says whether anything is wrong. */
export async function testProvider({ client, screen }: Kit, { args }: Call): Promise<number> {
  const { checks } = await client.sso.test(args[0]!)
  await screen.list(
    checks,
    [
      { title: 'CHECK', of: ({ check }) => check },
      { title: 'FOUND', of: ({ outcome }) => FOUND[outcome] },
      { title: 'WHAT TO DO', of: ({ detail }) => detail },
    ],
    '',
  )
  return checks.some(({ outcome }) => outcome === 'failed') ? EXIT.failed : 0
}

const FOUND: Record<SsoCheck['outcome'], string> = {
  ok: 'good',
  failed: 'wrong',
  unknown: 'not sure',
}

export async function removeProvider({ client, screen }: Kit, { args }: Call): Promise<void> {
  const [id = ''] = args
  await client.sso.delete(id)
  screen.done({ id }, `${id} is removed.`)
}

export async function requireSso({ client, screen }: Kit, { args }: Call): Promise<void> {
  const settings = await client.sso.require(args[0] === 'on')
  const words = settings.required
    ? 'People sign in through a provider only.'
    : 'People may sign in by a password.'
  screen.done(settings, words)
}
