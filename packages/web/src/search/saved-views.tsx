import { Link } from '@tanstack/react-router'
import { VisibleText } from '../log/visible-text.tsx'
import { useStored } from '../stored/use-stored.ts'
import { text } from '../strings/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'

const words = text.searchPage

/** Searches that this browser keeps. */
export function SavedViews({ query }: { query: string }) {
  const [views, setViews] = useStored<string[]>('searches', [])
  const isNew = query.trim() !== '' && !views.includes(query)
  return (
    <nav
      aria-label={words.views}
      className={classNames(
        'grid w-60 flex-none content-start gap-1 overflow-y-auto border-r border-line p-3 phone:max-h-32 phone:w-full phone:border-r-0 phone:border-b',
        views.length === 0 && 'phone:hidden',
      )}
    >
      <h2 className="text-xs text-dim">{words.views}</h2>
      {views.length === 0 && <p className="text-xs text-faint">{words.noViews}</p>}
      {views.map((view) => (
        <div key={view} className="flex items-center">
          <Link
            to="/search"
            search={{ q: view }}
            className="min-w-0 flex-1 truncate rounded-md px-2 py-1 font-mono text-xs hover:bg-sunk"
            activeProps={{ className: 'bg-selected', 'aria-current': 'page' }}
          >
            <VisibleText text={view} />
          </Link>
          <IconButton
            icon="close"
            label={words.removeView(view)}
            onClick={() => setViews(views.filter((each) => each !== view))}
          />
        </div>
      ))}
      {isNew && (
        <Button size="small" icon="plus" onClick={() => setViews([...views, query])}>
          {words.save}
        </Button>
      )}
    </nav>
  )
}
