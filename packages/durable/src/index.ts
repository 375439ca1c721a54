export { ownFolder, ownTree } from './own.ts'
export { type Found, readDurable } from './read.ts'
export { Replacement } from './replacement.ts'
export { writeDurably } from './write.ts'
