import { spoken } from '../spoken.ts'

export const audit = spoken({
  list: 'Who did what, newest first',
  find: 'An operation, such as runTask, or an id',
  refusedOnly: 'Refused only',
  none: 'No matches.',
  older: 'Show older entries',
  nobody: 'Unknown',
  noTarget: 'the workspace',
  refused: (code: string, count: number) =>
    count === 1 ? `refused: ${code}` : `refused ${count.toLocaleString()} times: ${code}`,
})
