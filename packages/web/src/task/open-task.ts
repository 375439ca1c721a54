import { useParams } from '@tanstack/react-router'

/** The id of the task whose panel is open; undefined: none is. */
export function useOpenTask(): string | undefined {
  return useParams({ strict: false }).taskId
}
