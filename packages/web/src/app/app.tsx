import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import type { SessionGate } from '../account/session-gate.ts'
import { type Core, CoreContext } from '../live/use-live.tsx'
import { SeenProvider } from '../reading/seen.tsx'
import { text } from '../strings/index.ts'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { Boundary } from './failure.tsx'
import { createPages } from './router.tsx'

interface Props {
  core: Core
  gate: SessionGate
  /** The path of the page's root, with a slash at its end. */
  basePath: string
}

/** Everything that all pages need around them. */
export function App({ core, gate, basePath }: Props) {
  const [router] = useState(() => createPages(basePath, gate))
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 10_000 } } }),
  )
  return (
    <Boundary part={text.product}>
      <CoreContext value={core}>
        <QueryClientProvider client={queries}>
          <TooltipProvider delayDuration={400}>
            <SeenProvider>
              <RouterProvider router={router} />
            </SeenProvider>
          </TooltipProvider>
        </QueryClientProvider>
      </CoreContext>
    </Boundary>
  )
}
