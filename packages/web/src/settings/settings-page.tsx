import { usePageTitle } from '../app/page-title.ts'
import { text } from '../strings/index.ts'

export function SettingsPage() {
  usePageTitle(text.pages.settings)
  return <h1 className="p-5 text-lg font-semibold">{text.pages.settings}</h1>
}
