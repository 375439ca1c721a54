// How agents are described. Without the schemas, because runners use it too.
export * from './asking.ts'
export * from './presets.ts'
export * from './providers.ts'
export * from './variables.ts'
