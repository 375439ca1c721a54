/** Done and failed tasks of the last hour. */
export function ThroughputChart() {
  return null
}
