/**
 * Every word that the dashboard says, in English. A page loads the files whose words it uses.
 */
export { accountMenu, reset, signIn } from './account.ts'
export { activity } from './activity.ts'
export { agents } from './agents.ts'
export {
  actions,
  connection,
  createTask,
  desktopStatus,
  mine,
  pages,
  pagesLabel,
  problems,
  product,
  search,
  searchFor,
  skipToContent,
  status,
  time,
  title,
  toasts,
  underway,
  waiting,
} from './app.ts'
export { approvals } from './approvals.ts'
export { audit } from './audit.ts'
export { batch } from './batch.ts'
export { board } from './board.ts'
export { chat } from './chat.ts'
export { desktopSelect } from './desktop-select.ts'
export { desktops } from './desktops.ts'
export { evidence } from './evidence.ts'
export { failure } from './failures.ts'
export { log } from './log.ts'
export { may } from './may.ts'
export { metrics } from './metrics.ts'
export { newTask } from './new-task.ts'
export { notifications } from './notifications.ts'
export { palette } from './palette.ts'
export { passkeys } from './passkeys.ts'
export { people } from './people.ts'
export { permissions } from './permissions.ts'
export { reading } from './reading.ts'
export { searchPage } from './search.ts'
export { setUp } from './set-up.ts'
export { settings } from './settings.ts'
export { shortcuts } from './shortcuts.ts'
export { sso } from './sso.ts'
export { taskPage } from './task-page.ts'
export { task } from './tasks.ts'
export { markdown, transcript } from './transcript.ts'
export { usage } from './usage.ts'
