import type { Dialect } from './dialect.js'
import { type Fragment, list, NOTHING, sql } from './fragment.js'

export const postgres: Dialect = {
  name: 'postgres',
  nameBytesMax: 63,
  hasZeroByte: false,
  barrier: sql`MATERIALIZED `,
  folds: 'recursive',
  distinct: 'count',
  ending: NOTHING,
  escapeName: (name) => name.replaceAll('"', '""'),
  placeholder: (n) => `$${n}::text`,
  double: (digits) => sql`${digits}::float8`,
  integer: (digits) => sql`${digits}::bigint`,
  asDouble: (x) => sql`CAST(${x} AS float8)`,
  asInteger: (x) => sql`CAST(${x} AS bigint)`,
  asUnits: (x, places) => sql`CAST(round(CAST(${x} AS numeric) * ${power(places)}) AS bigint)`,
  asText: (x) => sql`CAST(${x} AS text)`,
  byBytes: (x) => sql`${x} COLLATE "C"`,
  isWhole: (x) => sql`(${x} ~ '^(0|[1-9][0-9]*)$')`,
  epochMs: (x, form) => (form === 'epochMs' ? sql`CAST(${x} AS bigint)` : sql`CAST(floor(extract(epoch FROM ${x}) * 1000) AS bigint)`),
  monthIndex: (day) => sql`CAST(extract(year FROM ${date(day)}) * 12 + extract(month FROM ${date(day)}) - 1 AS bigint)`,
  addMonths: (day, months) => sql`(CAST(${date(day)} + make_interval(months => CAST(${months} AS integer)) AS date) - DATE '1970-01-01')`,
  dateText: (day) => sql`to_char(${date(day)}, 'YYYY-MM-DD')`,
  firstBy: (value, keys) => sql`(array_agg(${value} ORDER BY ${list(keys)}))[1]`,
  sumIntegers: (x, over = NOTHING) => sql`CAST(sum(${x})${over} AS bigint)`,
  lastBy: (value, keys) => sql`(array_agg(${value} ORDER BY ${list(keys.map((key) => sql`${key} DESC`))}))[1]`,
  quotient: (a, b) => sql`div(${a}, ${b})`,
  isNaN: (x) => sql`(${x} = 'NaN'::float8)`,
  isFinite: (x) => sql`(${x} NOT IN ('NaN'::float8, 'Infinity'::float8, '-Infinity'::float8))`,
  numberIn: (x) => sql`CASE WHEN ${x} ~ '^[+-]?[0-9]{1,20}([.][0-9]{1,15})?$' THEN CAST(${x} AS numeric) END`,
  decimal: (digits) => sql`CAST(${digits} AS numeric)`,
  wide: (x) => sql`CAST(${x} AS numeric)`,
}

function date(day: Fragment): Fragment {
  return sql`(DATE '1970-01-01' + CAST(${day} AS integer))`
}

function power(places: number): Fragment {
  return { pieces: [`1${'0'.repeat(places)}`] }
}
