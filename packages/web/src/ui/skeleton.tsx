import { classNames } from './class-names.ts'

/** Stands where something will be, in its size. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classNames('block rounded bg-line/70', className)} />
}
