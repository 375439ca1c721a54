import { refusals } from './refusals/round.ts'

export const diskFull = refusals(
  'with any write refused by the disk of server, runner or keeper nothing starts twice, no end is lost, and it goes on when there is room',
  ['ENOSPC', 'EIO', 'EROFS'],
  { full: 600, short: 1 },
)
