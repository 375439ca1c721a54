import { REAL } from './decisions.ts'
import type { Scope } from './model.ts'
import { FAULTS } from './step.ts'

/** Two characters, which may go up in one chunk or in two. */
export const ENDS = { prints: 'ab', ends: true } as const
export const ENDLESS = { prints: 'ab', ends: false } as const
const SILENT = { prints: '', ends: true } as const

const ALL = {
  decisions: REAL,
  kinds: [ENDS],
  places: 1,
  wishes: ['cancel', 'delete'],
  faults: FAULTS,
  faultsAllowed: 1,
} as const satisfies Scope

/** What takes seconds: for every test run. */
export const QUICK: Record<string, Scope> = {
  'one run, a fault': { ...ALL, wishes: [] },
  'an endless run that is cancelled': { ...ALL, kinds: [ENDLESS], faultsAllowed: 0 },
  'two runs': { ...ALL, kinds: [ENDS, ENDS], wishes: [], faultsAllowed: 0 },
}

/** How far the check goes: what is combined, and how many faults may come together. */
export const SCOPES: Record<string, Scope> = {
  ...QUICK,
  'one run, wishes, a fault': ALL,
  'an endless run, wishes, a fault': { ...ALL, kinds: [ENDLESS] },
  'one run, two faults': { ...ALL, wishes: [], faultsAllowed: 2 },
  'one silent run, three faults': { ...ALL, kinds: [SILENT], wishes: [], faultsAllowed: 3 },
  'two silent runs, cancelled': {
    ...ALL,
    kinds: [SILENT, SILENT],
    wishes: ['cancel'],
    faultsAllowed: 0,
  },
  'two silent runs, a fault': { ...ALL, kinds: [SILENT, SILENT], wishes: [] },
}
