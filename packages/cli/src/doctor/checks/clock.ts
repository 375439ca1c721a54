import type { Kit } from '../../kit/kit.ts'
import { leanFetch } from '../../kit/lean-fetch.ts'
import { type Finding, warning, well } from '../finding.ts'

/** A difference that a person would notice, in ms. The server's answer names whole seconds only. */
const SKEW_MAX = 5_000

/** This machine's clock against the server's. */
export async function checkClock({ url }: Kit): Promise<Finding[]> {
  const asked = Date.now()
  const answer = await leanFetch(`${url}/api/health`, { method: 'GET', headers: {} })
  const answered = Date.now()
  await answer.text()
  return [skewOf(Date.parse(answer.headers.get('date') ?? ''), asked, answered)]
}

/** `date`: when the server says it answered, somewhere between `asked` and `answered`; all in ms. */
export function skewOf(date: number, asked: number, answered: number): Finding {
  if (Number.isNaN(date)) {
    return warning('clock', 'The answer has no date.', 'Have the proxy pass the header Date on.')
  }
  // Take the moment within the named second that is nearest to this machine's time.
  const ahead = Math.max(asked - (date + 999), 0) - Math.max(date - answered, 0)
  if (Math.abs(ahead) <= SKEW_MAX) return well('clock', "It agrees with the server's.")
  const seconds = Math.round(Math.abs(ahead) / 1000)
  const way = ahead > 0 ? 'ahead of' : 'behind'
  return warning(
    'clock',
    `This machine's clock is ${seconds} s ${way} the server's.`,
    'Keep both clocks right by NTP (timedatectl set-ntp true).',
  )
}
