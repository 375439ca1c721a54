/** What holds up an upgrade that comes by itself. */
export type Hold = 'away' | 'runs' | 'turn' | 'stopped'

/** How far the upgrade of a runner that is older than the server is; kept as JSON. */
export interface KnownUpgrade {
  /** The server's version when this was written: it says nothing about another. */
  to: string
  /** Why the runner can't upgrade itself, in words; null: it can. */
  obstacle: string | null
  /** When somebody asked for it; null: nobody did. */
  asked: 'idle' | 'now' | null
  hold: Hold | null
  /** Since when the runner has been told; null: it hasn't been, or is back. */
  offeredAt: number | null
  /** How often it was told. */
  tries: number
  /** Why it didn't work, in words. */
  failure: string | null
}

export function newUpgrade(to: string): KnownUpgrade {
  return {
    to,
    obstacle: null,
    asked: null,
    hold: null,
    offeredAt: null,
    tries: 0,
    failure: null,
  }
}

/** What is known about the upgrade to this version; null: nothing. */
export function readUpgrade(json: string | null, to: string): KnownUpgrade | null {
  if (json === null) return null
  const known: KnownUpgrade = JSON.parse(json)
  return known.to === to ? known : null
}
