import type { Dialect } from './dialect.js'
import { type Fragment, list, NOTHING, sql } from './fragment.js'

export const clickhouse: Dialect = {
  name: 'clickhouse',
  nameBytesMax: 1000,
  hasZeroByte: true,
  barrier: NOTHING,
  folds: 'array',
  distinct: 'count',
  // Rows without a partner are NULL, and a name means the column before it means an alias: as in the other engines.
  ending: sql`\nSETTINGS join_use_nulls = 1, prefer_column_name_to_alias = 1`,
  escapeName: (name) => name.replaceAll('\\', '\\\\').replaceAll('"', '\\"'),
  placeholder: (n) => `{p${n}:String}`,
  double: (digits) => sql`toFloat64(${digits})`,
  integer: (digits) => sql`toInt64(${digits})`,
  asDouble: (x) => sql`toFloat64(${x})`,
  asInteger: (x) => sql`toInt64(${x})`,
  asUnits: (x, places) => sql`toInt64(round(toDecimal128(${x}, 12) * ${power(places)}))`,
  asText: (x) => sql`toString(${x})`,
  byBytes: (x) => x,
  isWhole: (x) => sql`match(${x}, '^(0|[1-9][0-9]*)$')`,
  epochMs: (x, form) => (form === 'epochMs' ? sql`toInt64(${x})` : sql`toUnixTimestamp64Milli(toDateTime64(${x}, 3, 'UTC'))`),
  monthIndex: (day) => sql`toInt64(toYear(${date(day)}) * 12 + toMonth(${date(day)}) - 1)`,
  addMonths: (day, months) => sql`toInt64(addMonths(${date(day)}, ${months}))`,
  dateText: (day) => sql`toString(${date(day)})`,
  firstBy: (value, keys) => sql`argMin(${value}, tuple(${list(keys)}))`,
  sumIntegers: (x, over = NOTHING) => sql`sum(toInt64(${x}))${over}`,
  lastBy: (value, keys) => sql`argMax(${value}, tuple(${list(keys)}))`,
  quotient: (a, b) => sql`intDiv(${a}, ${b})`,
  isNaN: (x) => sql`isNaN(${x})`,
  isFinite: (x) => sql`isFinite(${x})`,
  numberIn: (x) => sql`CASE WHEN match(${x}, '^[+-]?[0-9]{1,20}([.][0-9]{1,15})?$') THEN toDecimal128OrNull(${x}, 15) END`,
  decimal: (digits) => sql`toDecimal128('${digits}', 15)`,
  wide: (x) => sql`toInt128(${x})`,
}

function date(day: Fragment): Fragment {
  return sql`addDays(toDate32('1970-01-01'), ${day})`
}

function power(places: number): Fragment {
  return { pieces: [`1${'0'.repeat(places)}`] }
}
