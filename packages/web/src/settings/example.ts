/** A line for a shell that shows that the key works: it lists the tasks in review. */
export function exampleFor(key: string, baseUrl: string): string {
  const url = `${baseUrl.replace(/\/$/, '')}/api/mission-control/tasks?status=review`
  return `curl -H 'x-api-key: ${key}' '${url}'`
}
