import { spoken } from '../spoken.ts'

export const audit = spoken({
  list: 'Who did what, newest first',
  find: 'An operation such as runTask, or the id of who or what',
  refusedOnly: 'Refused only',
  none: 'There is no such entry.',
  older: 'Show older entries',
  nobody: 'Somebody unknown',
  noTarget: 'the workspace',
  refused: (code: string, count: number) =>
    count === 1 ? `refused: ${code}` : `refused ${count.toLocaleString()} times: ${code}`,
})
