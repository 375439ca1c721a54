/** How far a run's output has come: chunks so far, and bytes so far of each stream. */
export interface OutputPosition {
  seq: number
  stdout: number
  stderr: number
  system: number
  agent: number
}

/** As the server says it: version 1 knows no agents. */
export type WirePosition = Omit<OutputPosition, 'agent'> & { agent?: number | undefined }

export function fromWire(position: WirePosition): OutputPosition {
  return { ...position, agent: position.agent ?? 0 }
}

export const OUTPUT_START: OutputPosition = { seq: 0, stdout: 0, stderr: 0, system: 0, agent: 0 }
