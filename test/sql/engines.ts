/** The engines a statement is run on: DuckDB, PostgreSQL (PGlite, or a server by DATABASE_URL), and ClickHouse where chdb is installed. */

import { createRequire } from 'node:module'
import { DuckDBInstance } from '@duckdb/node-api'
import { PGlite } from '@electric-sql/pglite'
import type { DialectName, SqlStatement } from '../../src/sql/index.js'

export type Value = string | number | boolean | null
export type ResultRow = Readonly<Record<string, Value>>

/** A column of a test table: its form in each engine follows from `as`. */
export interface TestColumn {
  readonly name: string
  readonly as: 'text' | 'integer' | 'double' | 'boolean' | 'epochMs' | 'instant' | 'decimal'
}

export interface TestTable {
  readonly name: string
  readonly columns: readonly TestColumn[]
  readonly rows: readonly (readonly Value[])[]
}

export interface Engine {
  readonly dialect: DialectName
  load(tables: readonly TestTable[]): Promise<void>
  run(statement: SqlStatement): Promise<ResultRow[]>
  close(): Promise<void>
}

const TYPES: Readonly<Record<DialectName, Readonly<Record<TestColumn['as'], string>>>> = {
  duckdb: {
    text: 'VARCHAR',
    integer: 'BIGINT',
    double: 'DOUBLE',
    boolean: 'BOOLEAN',
    epochMs: 'BIGINT',
    instant: 'TIMESTAMPTZ',
    decimal: 'DECIMAL(18, 3)',
  },
  postgres: {
    text: 'text',
    integer: 'bigint',
    double: 'float8',
    boolean: 'boolean',
    epochMs: 'bigint',
    instant: 'timestamptz',
    decimal: 'numeric(18, 3)',
  },
  clickhouse: {
    text: 'Nullable(String)',
    integer: 'Nullable(Int64)',
    double: 'Nullable(Float64)',
    boolean: 'Nullable(Bool)',
    epochMs: 'Nullable(Int64)',
    instant: "Nullable(DateTime64(3, 'UTC'))",
    decimal: 'Nullable(Decimal(18, 3))',
  },
}

/** Test data as literals: nothing but what the tests make up themselves. */
function literal(dialect: DialectName, as: TestColumn['as'], value: Value): string {
  if (value === null) return 'NULL'
  if (as === 'text') {
    const text = String(value)
    return dialect === 'clickhouse'
      ? `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`
      : `'${text.replaceAll("'", "''")}'`
  }
  if (as === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (as === 'instant') {
    const iso = new Date(Number(value)).toISOString()
    return dialect === 'clickhouse' ? `toDateTime64('${iso.slice(0, 23).replace('T', ' ')}', 3, 'UTC')` : `TIMESTAMPTZ '${iso}'`
  }
  if (as === 'decimal') return String(value)
  return as === 'double' ? Number(value).toExponential() : String(value)
}

function quote(dialect: DialectName, name: string): string {
  return dialect === 'clickhouse' ? `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : `"${name.replaceAll('"', '""')}"`
}

async function loadInto(dialect: DialectName, tables: readonly TestTable[], execute: (text: string) => Promise<unknown>): Promise<void> {
  for (const { name, columns, rows } of tables) {
    const table = quote(dialect, name)
    await execute(`DROP TABLE IF EXISTS ${table}`)
    const list = columns.map((column) => `${quote(dialect, column.name)} ${TYPES[dialect][column.as]}`).join(', ')
    await execute(`CREATE TABLE ${table} (${list})${dialect === 'clickhouse' ? ' ENGINE = Memory' : ''}`)
    if (rows.length === 0) continue
    const values = rows.map((row) => `(${row.map((value, i) => literal(dialect, columns[i].as, value)).join(', ')})`)
    await execute(`INSERT INTO ${table} VALUES ${values.join(', ')}`)
  }
}

/** Integers that a double can hold become numbers; more would be a finding. */
function plain(value: unknown): Value {
  if (typeof value === 'bigint') {
    if (!Number.isSafeInteger(Number(value))) throw new Error(`An integer beyond the safe ones: ${value}`)
    return Number(value)
  }
  return value === undefined ? null : (value as Value)
}

function plainRow(row: Readonly<Record<string, unknown>>): ResultRow {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)]))
}

export async function duckdb(): Promise<Engine> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
  return {
    dialect: 'duckdb',
    load: (tables) => loadInto('duckdb', tables, (text) => connection.run(text)),
    run: async ({ text, params }) => (await connection.runAndReadAll(text, [...params])).getRowObjectsJS().map(plainRow),
    close: async () => connection.closeSync(),
  }
}

interface Queries {
  query(text: string, params?: unknown[]): Promise<{ rows: unknown[] }>
}

export async function postgres(): Promise<Engine> {
  const server = process.env.DATABASE_URL === undefined ? undefined : await serverAt(process.env.DATABASE_URL)
  const lite = server === undefined ? await PGlite.create() : undefined
  const db = (server ?? lite) as Queries
  const numbers = { parsers: { 20: Number, 1700: Number } }
  return {
    dialect: 'postgres',
    load: (tables) => loadInto('postgres', tables, (text) => db.query(text)),
    run: async ({ text, params }) => {
      const { rows } = lite === undefined ? await db.query(text, [...params]) : await lite.query(text, [...params], numbers)
      return (rows as Record<string, unknown>[]).map(plainRow)
    },
    close: async () => {
      await lite?.close()
      await (server as { end?: () => Promise<void> } | undefined)?.end?.()
    },
  }
}

/** A real server, where the `pg` client is installed beside. */
async function serverAt(url: string): Promise<Queries> {
  const { Client, types } = createRequire(import.meta.url)('pg') as {
    Client: new (options: object) => Queries & { connect(): Promise<void> }
    types: { setTypeParser(oid: number, parse: (text: string) => unknown): void }
  }
  types.setTypeParser(20, Number)
  types.setTypeParser(1700, Number)
  const client = new Client({ connectionString: url })
  await client.connect()
  return client
}

interface Chdb {
  Session: new () => {
    query(text: string, format?: string): string
    queryBind(text: string, args: object, format?: string): string
    cleanup(): void
  }
}

/** `undefined` where chdb is not installed: it is half a gigabyte, so nobody gets it unasked. TIERWISE_CHDB names the folder it was installed in. */
export async function clickhouse(): Promise<Engine | undefined> {
  const folder = process.env.TIERWISE_CHDB
  let chdb: Chdb
  try {
    chdb = createRequire(folder === undefined ? import.meta.url : `${folder}/package.json`)('chdb') as Chdb
  } catch {
    return undefined
  }
  const session = new chdb.Session()
  // The default database takes an unknown name with a star for a pattern of files.
  session.query('CREATE DATABASE host')
  session.query('USE host')
  return {
    dialect: 'clickhouse',
    load: (tables) => loadInto('clickhouse', tables, async (text) => session.query(text)),
    run: async ({ text, params }) => {
      const bound = Object.fromEntries(params.map((value, i) => [`p${i + 1}`, value]))
      const out = params.length === 0 ? session.query(text, 'JSONEachRow') : session.queryBind(text, bound, 'JSONEachRow')
      return out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => plainRow(JSON.parse(line) as Record<string, unknown>))
    },
    close: async () => session.cleanup(),
  }
}
