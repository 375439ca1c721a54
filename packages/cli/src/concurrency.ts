import { StartError } from '@mission-control/server/start-error'

/** How many commands this machine runs at a time; undefined leaves it to the runner. */
export function concurrencyOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (!/^[1-9]\d{0,4}$/.test(value)) {
    throw new StartError(
      `MISSION_CONTROL_CONCURRENCY or --concurrency must be a number from 1 to 99999, got ${value}.`,
    )
  }
  return Number(value)
}
