/** MiB, written in GiB. */
export function gibibytes(mebibytes: number): string {
  return (mebibytes / 1024).toFixed(mebibytes < 10_240 ? 1 : 0)
}
