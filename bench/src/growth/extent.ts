import type { Context } from '../bench.ts'
import type { Chart } from './chart.ts'

/** How far each curve goes: a try goes less far. */
export interface Extent {
  replicas: number[]
  desktops: number[]
  streams: number[]
  tasks: number[]
  seconds: number
}

export type Curve = (context: Context, extent: Extent) => Promise<Chart>

/** A server whose own machine is no desktop. */
export const ALONE = { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }
