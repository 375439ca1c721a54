// What a runner needs, and so without the schemas, which are in schemas.ts.
export * from './decode-down.ts'
export type * from './down.ts'
export * from './evidence.ts'
export * from './frame.ts'
export * from './history.ts'
export * from './output-position.ts'
export type * from './up.ts'
export * from './version.ts'
