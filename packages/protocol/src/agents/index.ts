// What describes agents: for runners too, and so without the schemas.
export * from './asking.ts'
export * from './presets.ts'
export * from './providers.ts'
export * from './variables.ts'
