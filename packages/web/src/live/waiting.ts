import type { Card } from './live.ts'

/** Its process hasn't started: its desktop is busy or away. */
export function isWaiting(card: Pick<Card, 'status' | 'waiting' | 'processStartedAt'>): boolean {
  const { status, waiting, processStartedAt } = card
  if (status !== 'running' || processStartedAt !== null) return false
  return waiting === 'queued' || waiting === 'desktop_offline'
}
