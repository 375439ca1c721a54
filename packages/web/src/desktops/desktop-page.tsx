import { getRouteApi, Link } from '@tanstack/react-router'
import { usePageTitle } from '../app/page-title.ts'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'
import { DesktopDetail } from './desktop-detail.tsx'
import { DesktopsSkeleton } from './desktops-skeleton.tsx'

const route = getRouteApi('/inside/desktops/$desktopId')
const words = text.desktops.detail

/** One machine. */
export function DesktopPage() {
  const { desktopId } = route.useParams()
  const { view } = route.useSearch()
  const desktop = useLive((live) => live.desktops.get(desktopId))
  const loading = useLive((live) => live.connection.state === 'loading')
  usePageTitle(desktop?.name ?? text.pages.desktops)
  return (
    <>
      <nav aria-label={words.back} className="flex-none px-4 pt-3">
        <Link to="/desktops" className="inline-flex items-center gap-1 text-dim hover:text-text">
          <Icon name="left" className="size-3.5" />
          {words.back}
        </Link>
      </nav>
      {desktop ? (
        <DesktopDetail key={desktop.id} desktop={desktop} view={view} />
      ) : loading ? (
        <DesktopsSkeleton />
      ) : (
        <section className="grid gap-1 px-4 py-3">
          <h1 className="text-lg font-semibold">{words.unknown}</h1>
          <p className="text-dim">{words.unknownAbout}</p>
        </section>
      )}
    </>
  )
}
