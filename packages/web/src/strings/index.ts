import { en } from './en/index.ts'

/** Every word that the dashboard says, in the viewer's language: English, so far. */
export const text = en
