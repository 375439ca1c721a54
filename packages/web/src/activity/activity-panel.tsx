import { ActivityList } from './activity-list.tsx'
import { type ActivityFilter, NO_FILTER } from './filter.ts'

interface Props {
  filter: ActivityFilter
  onFilter: (filter: ActivityFilter) => void
}

/** What happens, beside the board. */
export function ActivityPanel({ filter, onFilter }: Props) {
  return <ActivityList filter={filter} onClearFilter={() => onFilter(NO_FILTER)} room={44} />
}
