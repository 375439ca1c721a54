import { ExpressionWrapper, type OperationNode, type RawBuilder } from 'kysely'
import type { Schema } from './schema.ts'

/** By the node for SQLite, the node that PostgreSQL gets instead. */
export const postgresWords: WeakMap<OperationNode, OperationNode> = new WeakMap()

/** An expression for which the engines have different words. */
export function inWords<T>(words: { sqlite: RawBuilder<T>; postgres: RawBuilder<T> }) {
  const node = words.sqlite.toOperationNode()
  postgresWords.set(node, words.postgres.toOperationNode())
  return new ExpressionWrapper<Schema, never, T>(node)
}
