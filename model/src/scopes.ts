import { REAL } from './decisions.ts'
import type { Scope } from './explore.ts'
import { FAULTS } from './step.ts'

const ALL = {
  decisions: REAL,
  kinds: ['ends'],
  places: 1,
  wishes: ['cancel', 'delete'],
  faults: FAULTS,
  faultsAllowed: 1,
  limit: 20_000_000,
} as const satisfies Scope

/** What takes seconds: for every test run. */
export const QUICK: Record<string, Scope> = {
  'one run, a fault': { ...ALL, wishes: [] },
  'an endless run that is cancelled': { ...ALL, kinds: ['endless'], faultsAllowed: 0 },
  'two runs': { ...ALL, kinds: ['ends', 'ends'], wishes: [], faultsAllowed: 0 },
}

/** How far the check goes: what is combined, and how many faults may come together. */
export const SCOPES: Record<string, Scope> = {
  ...QUICK,
  'one run, wishes, a fault': ALL,
  'an endless run, wishes, a fault': { ...ALL, kinds: ['endless'] },
  'one run, two faults': { ...ALL, wishes: [], faultsAllowed: 2 },
  'two runs, cancelled': { ...ALL, kinds: ['ends', 'ends'], wishes: ['cancel'], faultsAllowed: 0 },
  'two runs, two places, a fault': { ...ALL, kinds: ['ends', 'ends'], places: 2, wishes: [] },
}
