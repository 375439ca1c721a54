import { account } from './account.ts'
import { app } from './app.ts'
import { board } from './board.ts'
import { failures } from './failures.ts'
import { tasks } from './tasks.ts'

export const en = { ...account, ...app, board, ...failures, ...tasks }
