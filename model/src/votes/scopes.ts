import { REAL } from './decisions.ts'
import type { Scope } from './world.ts'

export const TWO_OF_THREE = {
  decisions: REAL,
  roles: ['approver', 'approver', 'admin'],
  rules: { approverRole: 'approver', approveOwn: true, approvalQuorum: 2 },
  asks: null,
  wishes: ['reject', 'rules', 'roles'],
  tries: 1,
  changes: 1,
  faults: 0,
} as const satisfies Scope

/** What takes a second: for every test run. */
export const QUICK: Record<string, Scope> = {
  'two of three approve, a change': TWO_OF_THREE,
  'two of two approve, the server dies': {
    ...TWO_OF_THREE,
    roles: ['approver', 'approver'],
    wishes: ['rules'],
    tries: 2,
    faults: 1,
  },
}

export const SCOPES: Record<string, Scope> = {
  ...QUICK,
  'two of three approve, two changes, the server dies': {
    ...TWO_OF_THREE,
    changes: 2,
    faults: 1,
  },
  'the task asks for three of four, its owner is none of them': {
    ...TWO_OF_THREE,
    roles: ['admin', 'approver', 'approver', 'admin'],
    rules: { ...TWO_OF_THREE.rules, approveOwn: false },
    asks: 3,
  },
  'people ask twice, two changes, the server dies': {
    ...TWO_OF_THREE,
    roles: ['approver', 'admin'],
    tries: 2,
    changes: 2,
    faults: 1,
  },
}
