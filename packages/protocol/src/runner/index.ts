export * from './down.ts'
export * from './frame.ts'
export * from './up.ts'
export * from './version.ts'
