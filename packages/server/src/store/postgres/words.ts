import {
  type CreateTableNode,
  type DataTypeNode,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  type QueryResult,
  type RawNode,
  type RootOperationNode,
  sql,
  type UnknownRow,
} from 'kysely'
import { postgresWords } from '../in-words.ts'

/** What a column of our migrations is in PostgreSQL. Text is compared by its bytes, as SQLite does. */
const TYPES: Record<string, OperationNode> = {
  integer: sql`bigint`.toOperationNode(),
  real: sql`double precision`.toOperationNode(),
  blob: sql`bytea`.toOperationNode(),
  text: sql`text collate "C"`.toOperationNode(),
}

class ToPostgres extends OperationNodeTransformer {
  protected override transformDataType(node: DataTypeNode): DataTypeNode {
    return (TYPES[node.dataType] as DataTypeNode | undefined) ?? node
  }

  /** `strict` and `without rowid` are SQLite's. */
  protected override transformCreateTable(node: CreateTableNode, id?: QueryId): CreateTableNode {
    const { endModifiers: _, ...table } = super.transformCreateTable(node, id)
    return table
  }

  protected override transformRaw(node: RawNode, id?: QueryId): RawNode {
    return super.transformRaw((postgresWords.get(node) as RawNode | undefined) ?? node, id)
  }
}

/** Lets PostgreSQL be asked by the same queries, and its schema be made by the same migrations. */
export class InPostgresWords implements KyselyPlugin {
  readonly #transformer = new ToPostgres()

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    return this.#transformer.transformNode(node, queryId)
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result
  }
}
