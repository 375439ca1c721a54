import { Skeleton } from '../ui/skeleton.tsx'

export function DesktopsSkeleton() {
  return (
    <div className="grid">
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex h-[53px] items-center gap-8 border-b border-line px-4">
          <Skeleton className="h-3.5 w-32" />
          <Skeleton className="h-3.5 w-20" />
          <Skeleton className="h-3.5 flex-1" />
        </div>
      ))}
    </div>
  )
}
