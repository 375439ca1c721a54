import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explore } from '../src/explore.ts'
import { type Decisions, REAL } from '../src/runs/decisions.ts'
import { runsModel, type Scope } from '../src/runs/model.ts'
import { ENDLESS, ENDS, QUICK } from '../src/runs/scopes.ts'
import type { Fault } from '../src/runs/step.ts'

/** Beyond so many states a check gives up. */
const LIMIT = 200_000

for (const [name, scope] of Object.entries(QUICK)) {
  test(`in every order of things a run is started once at most, and ends as it should (${name})`, () => {
    const { violation, complete, atRest } = explore(runsModel(scope), LIMIT)
    assert.deepEqual(violation, null)
    assert.ok(complete && atRest > 0)
  })
}

/** A decision that is wrong, what it takes to show, and what the check says of it. */
interface Broken {
  decisions: Partial<Decisions>
  faults?: Fault[]
  wishes?: Scope['wishes']
  kind?: typeof ENDLESS
  says: RegExp
}

const BROKEN: Record<string, Broken> = {
  'a restart of the machine goes unnoticed': {
    decisions: {
      phaseOf: (facts) => REAL.phaseOf({ ...facts, sameBoot: true }),
      verdictOf: (facts) => REAL.verdictOf({ ...facts, sameBoot: true }),
    },
    faults: ['machine restarts'],
    says: /was started 2 times/,
  },
  'a run is started although its file is there': {
    decisions: { verdictOf: (facts) => REAL.verdictOf({ ...facts, claimed: false }) },
    faults: ['keeper dies'],
    says: /stays running/,
  },
  'a run that is alive is taken for lost': {
    decisions: { verdictOf: (facts) => REAL.verdictOf({ ...facts, held: false }) },
    faults: ['runner dies'],
    says: /failed with (keeper_lost|start_unknown) for no reason/,
  },
  'a run that was cancelled before its start is started': {
    decisions: { cancelIn: () => 'later' },
    wishes: ['cancel'],
    kind: ENDLESS,
    says: /lives, and nobody will stop it/,
  },
  'a run is forgotten before its end': {
    decisions: { mayForget: () => true },
    faults: ['cut', 'lost desktop'],
    wishes: ['delete'],
    kind: ENDLESS,
    says: /lives, and nobody will stop it/,
  },
  'a run that was given up is acknowledged': {
    decisions: {
      answersTo: () => ['endAck'],
      fence: (run) => (run?.ended_at === null ? 'take' : 'ended'),
    },
    faults: ['cut', 'lost desktop'],
    kind: ENDLESS,
    says: /lives, and nobody will stop it/,
  },
  'the first chunk is dropped': {
    decisions: {
      advance: (position, chunk) => (chunk.seq === 1 ? null : REAL.advance(position, chunk)),
    },
    says: /round in circles/,
  },
  'an end counts although output is missing': {
    decisions: { isComplete: () => true, advance: () => null },
    says: /is done with the output ""/,
  },
  'a start that is not known to the runner is lost': {
    decisions: {
      reconcile: (run, isTheirs, hello) =>
        isTheirs ? 'goes_on' : REAL.reconcile({ ...run, dispatch: 0 }, false, hello),
    },
    faults: ['cut'],
    says: /failed with start_unknown for no reason/,
  },
  'every start is refused': {
    decisions: { acceptance: () => 'refuse' },
    says: /failed with start_unknown for no reason/,
  },
}

for (const [what, { decisions, faults = [], wishes = [], kind = ENDS, says }] of Object.entries(
  BROKEN,
)) {
  test(`the check finds it out when ${what}`, () => {
    const scope: Scope = {
      decisions: { ...REAL, ...decisions },
      kinds: [kind],
      places: 1,
      wishes,
      faults,
      faultsAllowed: faults.length,
    }
    const { violation } = explore(runsModel(scope), LIMIT)
    assert.match(violation?.what ?? 'nothing', says)
  })
}
