import type { Kit } from '../../kit/kit.ts'
import { type Finding, warning, well } from '../finding.ts'

/** How many desktops to name; the others are counted. */
const NAMED = 5

/** Checks that all runners have the server's version, and that none is cut off. */
export async function checkDesktops({ client }: Kit): Promise<Finding[]> {
  const [{ version }, desktops] = await Promise.all([client.health(), client.desktops.list()])
  const known = desktops.filter(({ machine }) => machine !== null)
  const others = known.filter(({ machine }) => machine?.runnerVersion !== version)
  const cut = desktops.filter(({ problem }) => problem !== null)
  const findings: Finding[] = []
  if (others.length > 0) {
    findings.push(
      warning(
        'runners',
        `${others.length} of ${known.length} runners are not of the server's version ${version}: ${namesOf(others)}.`,
        'They go on working. Upgrade them when it suits: commands that run survive it.',
      ),
    )
  }
  if (cut.length > 0) {
    findings.push(
      warning(
        'runners',
        `${cut.length} were cut off because of what they sent: ${namesOf(cut)}.`,
        '`mission-control desktops show NAME` says why.',
      ),
    )
  }
  if (findings.length > 0) return findings
  const words =
    known.length === 0
      ? 'None has connected yet.'
      : `All ${known.length} are of the server's version.`
  return [well('runners', words)]
}

function namesOf(desktops: readonly { name: string }[]): string {
  const names = desktops.slice(0, NAMED).map(({ name }) => name)
  const more = desktops.length - names.length
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
