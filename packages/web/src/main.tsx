import './app/theme.css'
import { createClient } from '@mission-control/client'
import { setNonce } from 'get-nonce'
import { createRoot } from 'react-dom/client'
import { SessionGate } from './account/session-gate.ts'
import { App } from './app/app.tsx'
import { holdLeaving, Underway } from './app/underway.ts'
import { pathOfWorkspace, workspaceIn } from './app/workspace.ts'
import { beforePaint, LiveStore } from './live/store.ts'
import { connectWorker } from './streams/connect.ts'
import { SharedStreams } from './streams/shared-streams.ts'

// The content security policy lets a style element in only with the page's own nonce.
setNonce(document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '')

// The server says by <base> where the page's root is: it may be behind a proxy's path.
const root = new URL('.', document.baseURI)
const workspace = workspaceIn(root.pathname, location.pathname)
const streams = new SharedStreams({
  fetch: (input, init) => fetch(input, init),
  session: new URL('api/auth/session', root).href,
  connect: connectWorker,
})
const gate = new SessionGate(streams.fetch)
const underway = new Underway(gate.fetch)
holdLeaving(underway)
const core = {
  client: createClient({ baseUrl: root.href, fetch: underway.fetch, workspace }),
  store: new LiveStore(beforePaint),
  streams,
  underway,
  isHome: workspace === undefined,
}

createRoot(document.getElementById('root')!).render(
  <App core={core} gate={gate} basePath={root.pathname + pathOfWorkspace(workspace)} />,
)
