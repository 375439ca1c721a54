import { usePageTitle } from '../app/page-title.ts'
import { text } from '../strings/index.ts'

export function DesktopPage() {
  usePageTitle(text.pages.desktops)
  return <h1 className="p-5 text-lg font-semibold">{text.pages.desktops}</h1>
}
