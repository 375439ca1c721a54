import { refusals } from './refusals/round.ts'

export const fdExhausted = refusals(
  'with no descriptor left to server, runner or keeper nothing starts twice, no end is lost, and it goes on when there are some',
  ['EMFILE'],
  { full: 300, short: 1 },
)
