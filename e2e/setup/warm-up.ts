/**
 * Does the main job once and stops cleanly, which keeps the compiled code of server, runner and keeper
 * (`NODE_COMPILE_CACHE`): a start takes half of the processor's time from then on, and most servers of the
 * tests are killed before they could keep theirs.
 */
import { setUpBrowser } from './browser.ts'
import { startServer } from './server.ts'
import { finishCommand } from './tasks.ts'
import { within } from './within.ts'

await within(async (scope) => {
  const server = await startServer(scope)
  const browser = await setUpBrowser(server)
  await browser.client.board.get()
  await finishCommand(server, 'echo warm')
  await server.stop()
})
