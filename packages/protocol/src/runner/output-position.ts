/** How far a run's output has come: chunks so far, and bytes so far of each stream. */
export interface OutputPosition {
  seq: number
  stdout: number
  stderr: number
  system: number
}

export const OUTPUT_START: OutputPosition = { seq: 0, stdout: 0, stderr: 0, system: 0 }
