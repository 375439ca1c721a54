import { text } from '../strings/index.ts'

export type SectionName = keyof typeof text.settings.sections

/** In their order. */
export const SECTION_NAMES = Object.keys(text.settings.sections) as SectionName[]
