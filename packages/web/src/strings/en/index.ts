import { account } from './account.ts'
import { activity } from './activity.ts'
import { agents } from './agents.ts'
import { app } from './app.ts'
import { approvals } from './approvals.ts'
import { board } from './board.ts'
import { chat } from './chat.ts'
import { desktops } from './desktops.ts'
import { evidence } from './evidence.ts'
import { failures } from './failures.ts'
import { log } from './log.ts'
import { metrics } from './metrics.ts'
import { palette } from './palette.ts'
import { permissions } from './permissions.ts'
import { reading } from './reading.ts'
import { searchPage } from './search.ts'
import { settings } from './settings.ts'
import { shortcuts } from './shortcuts.ts'
import { taskPage } from './task-page.ts'
import { tasks } from './tasks.ts'
import { transcript } from './transcript.ts'

export const en = {
  ...account,
  activity,
  ...agents,
  ...app,
  approvals,
  board,
  ...chat,
  desktops,
  ...evidence,
  ...failures,
  ...log,
  palette,
  ...permissions,
  ...reading,
  searchPage,
  settings,
  metrics,
  shortcuts,
  ...taskPage,
  ...tasks,
  ...transcript,
}
