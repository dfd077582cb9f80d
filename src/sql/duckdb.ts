import type { Dialect } from './dialect.js'
import { list, NOTHING, sql } from './fragment.js'

export const duckdb: Dialect = {
  name: 'duckdb',
  nameBytesMax: 1000,
  hasZeroByte: true,
  barrier: NOTHING,
  folds: 'recursive',
  distinct: 'rank',
  ending: NOTHING,
  escapeName: (name) => name.replaceAll('"', '""'),
  placeholder: (n) => `$${n}::VARCHAR`,
  double: (digits) => sql`${digits}::DOUBLE`,
  integer: (digits) => sql`${digits}::BIGINT`,
  asDouble: (x) => sql`CAST(${x} AS DOUBLE)`,
  asInteger: (x) => sql`CAST(${x} AS BIGINT)`,
  asUnits: (x, places) => sql`CAST(round(CAST(${x} AS DECIMAL(38, 12)) * ${power(places)}) AS BIGINT)`,
  asText: (x) => sql`CAST(${x} AS VARCHAR)`,
  byBytes: (x) => x,
  isWhole: (x) => sql`regexp_full_match(${x}, '0|[1-9][0-9]*')`,
  epochMs: (x, form) => (form === 'epochMs' ? sql`CAST(${x} AS BIGINT)` : sql`CAST(floor(epoch_us(${x}) / 1000) AS BIGINT)`),
  monthIndex: (day) => sql`CAST(year(${date(day)}) * 12 + month(${date(day)}) - 1 AS BIGINT)`,
  addMonths: (day, months) => sql`(CAST(${date(day)} + to_months(CAST(${months} AS INTEGER)) AS DATE) - DATE '1970-01-01')`,
  dateText: (day) => sql`strftime(${date(day)}, '%Y-%m-%d')`,
  firstBy: (value, keys) => sql`arg_min(${value}, row(${list(keys)}))`,
  sumIntegers: (x, over = NOTHING) => sql`CAST(sum(${x})${over} AS BIGINT)`,
  lastBy: (value, keys) => sql`arg_max(${value}, row(${list(keys)}))`,
  quotient: (a, b) => sql`(${a} // ${b})`,
  isNaN: (x) => sql`isnan(${x})`,
  isFinite: (x) => sql`isfinite(${x})`,
  numberIn: (x) => sql`CASE WHEN regexp_full_match(${x}, '[+-]?[0-9]{1,20}([.][0-9]{1,15})?') THEN CAST(${x} AS DECIMAL(38, 15)) END`,
  decimal: (digits) => sql`CAST(${digits} AS DECIMAL(38, 15))`,
  wide: (x) => sql`CAST(${x} AS HUGEINT)`,
}

function date(day: Parameters<Dialect['dateText']>[0]) {
  return sql`(DATE '1970-01-01' + CAST(${day} AS INTEGER))`
}

function power(places: number) {
  return { pieces: [`1${'0'.repeat(places)}`] }
}
