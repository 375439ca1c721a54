import { text as words } from '../strings/index.ts'

const text = words.time

/**
 * How times are written. Everything takes milliseconds; dates are in the viewer's own zone.
 */

/** A length of time: `0.4 s`, `38 s`, `1 m 12 s`, `2 h 05 m`, `3 d 4 h`. */
export function duration(ms: number): string {
  const whole = Math.max(0, ms)
  if (whole < 9_950) return `${(whole / 1000).toFixed(1)} s`
  const seconds = Math.round(whole / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} m ${twoDigits(seconds % 60)} s`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ${twoDigits(minutes % 60)} m`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** The same for what still goes on: whole seconds, so that it ticks evenly. */
export function ticking(ms: number): string {
  return duration(Math.max(0, Math.floor(ms / 1000)) * 1000).replace(/^(\d)\.0 s$/, '$1 s')
}

/** Since a beginning, with columns that line up: ` 0:04`, `12:31`, `1:02:03`. */
export function sinceBegin(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const minutes = Math.floor(seconds / 60) % 60
  const hours = Math.floor(seconds / 3600)
  const rest = twoDigits(seconds % 60)
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${rest}` : `${minutes}:${rest}`
}

/** How long ago, in one short step: `just now`, `6 m ago`, `2 h ago`, `3 d ago`. */
export function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return text.justNow
  if (minutes < 60) return text.ago(`${minutes} m`)
  const hours = Math.floor(minutes / 60)
  return text.ago(hours < 24 ? `${hours} h` : `${Math.floor(hours / 24)} d`)
}

const shortClock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short', hourCycle: 'h23' })
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' })
const dateAndTime = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'medium',
  hourCycle: 'h23',
})
const dayOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** `14:02` */
export const hourAndMinute = (at: number): string => shortClock.format(at)
/** `14:02:31` */
export const timeOfDay = (at: number): string => clock.format(at)
export const exactTime = (at: number): string => dateAndTime.format(at)
export const day = (at: number): string => dayOnly.format(at)

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
