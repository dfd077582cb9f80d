/**
 * The tier of a million rows in DuckDB, three ways: by a statement of `toSql`, by `dist/udf.js` as a registered JavaScript function over JSON texts, and by a
 * registered function that calls `evaluateTiers` on each chunk of the measure's own column. All give the same number of customers per tier.
 */
import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'

const AS_OF = '2024-12-31'
const LADDER = {
  kind: 'ladder',
  format: 1,
  id: 'club',
  tiers: [
    { id: 'member' },
    { id: 'silver', enter: { measure: 'spend', gte: '200' } },
    { id: 'gold', enter: { measure: 'spend', gte: '1000' } },
  ],
}

export const base = 'statement of toSql'
export const peers = ['@duckdb/node-api']
export const sizes = {
  '100k customers': { customers: 100_000, quick: true, warm: 1, runs: 3 },
  '1M customers': { customers: 1_000_000, warm: 1, runs: 3 },
}
export const load = ({ customers }) => ({ customers })

async function database(customers) {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
  // Weyl's sequence: spends from 0 to 1,999.99 in no order.
  await connection.run(
    `create table figures as select 'c' || i as id, cast(i * 7919 % 200000 as double) / 100 as spend from range(${customers}) t(i)`,
  )
  const tiers = async (tier) =>
    (
      await connection.runAndReadAll(
        `select ${LADDER.tiers.map(({ id }) => `count(*) filter (where tier = '${id}')`).join(', ')} from (${tier})`,
      )
    )
      .getRows()[0]
      .map(Number)
  return { connection, tiers }
}

async function register(connection, name, parameter, mainFunction) {
  const { DuckDBScalarFunction, VARCHAR } = await import('@duckdb/node-api')
  connection.registerScalarFunction(DuckDBScalarFunction.create({ name, mainFunction, returnType: VARCHAR, parameterTypes: [parameter] }))
}

export const variants = {
  'statement of toSql': async ({ customers }) => {
    const { toSql } = await import('tierwise/sql')
    const { adoptTiers } = await import('tierwise/tiers')
    const { connection } = await database(customers)
    const { text, params } = toSql(adoptTiers(LADDER), { dialect: 'duckdb', source: { table: 'figures', customer: 'id' }, asOf: AS_OF })
    const counts = LADDER.tiers.map(({ id }) => `count(*) filter (where tier = '${id}')`).join(', ')
    return async () => (await connection.runAndReadAll(`select ${counts} from (${text})`, [...params])).getRows()[0].map(Number)
  },
  'dist/udf.js, a text per row': async ({ customers }) => {
    const { VARCHAR } = await import('@duckdb/node-api')
    const { connection, tiers } = await database(customers)
    const script = readFileSync(new URL('../../dist/udf.js', import.meta.url), 'utf8')
    const { call } = runInNewContext(`${script};tierwise`)
    const ladder = JSON.stringify(LADDER)
    const options = JSON.stringify({ asOf: AS_OF })
    await register(connection, 'tier_of', VARCHAR, (_info, chunk, output) => {
      const texts = chunk.getColumnValues(0)
      for (let i = 0; i < texts.length; i++) output.setItem(i, JSON.parse(call('evaluateTier', ladder, texts[i], options)).tier)
      output.flush()
    })
    return () => tiers(`select tier_of('{"spend":"' || spend || '"}') as tier from figures`)
  },
  'evaluateTiers, a column per chunk': async ({ customers }) => {
    const { DOUBLE } = await import('@duckdb/node-api')
    const { adoptTiers, evaluateTiers } = await import('tierwise/tiers')
    const { connection, tiers } = await database(customers)
    const ladder = adoptTiers(LADDER)
    await register(connection, 'tier_of', DOUBLE, (_info, chunk, output) => {
      const columns = { spend: Float64Array.from(chunk.getColumnValues(0)) }
      const { codes, values } = evaluateTiers(ladder, { length: chunk.rowCount, columns }, { asOf: AS_OF }).columns.tier
      for (let i = 0; i < codes.length; i++) output.setItem(i, values[codes[i]])
      output.flush()
    })
    return () => tiers('select tier_of(spend) as tier from figures')
  },
}

export const check = (counts) => counts.join(' ')
