import { VERSION } from '@mission-control/server/version'
import type { Kit } from '../../kit/kit.ts'
import { exitOf } from '../../kit/refusal.ts'
import { type Finding, warning, well } from '../finding.ts'

/** The server's version. Rejects where nobody answers, or the key is refused: nothing else can be looked at then. */
export async function checkServer({ client, url }: Kit): Promise<Finding[]> {
  const { version } = await client.health({ retries: 0 })
  await client.settings.get({ retries: 0 }).catch((error) => {
    // Without its database the server knows no key; another check reports that.
    if (exitOf(error) === 'notAllowed') throw error
  })
  const found = `Mission Control ${version} answers at ${url}.`
  if (version === VERSION) return [well('server', found)]
  const advice = `This command line is ${VERSION}: install the server's version, so that both know the same.`
  return [warning('server', found, advice)]
}
