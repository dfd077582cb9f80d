/**
 * Orders made by arithmetic on whole numbers, so that SQL and JavaScript make the same ones without sending any.
 * Three Lehmer generators, each started from the one before: every product stays below 2^53.
 */
const PRIME = 2147483647

/** 2025-01-01 and two years. */
const FROM_MS = 1735689600000
const SPAN_SECONDS = 730 * 86400
export const AS_OF = '2027-01-01'

/** Order `i`, from 1 on. A customer's number is the smaller of two, so that some buy much more than others. */
export function orderAt(i, customers) {
  const a = (i * 48271) % PRIME
  const b = (a * 69621) % PRIME
  const c = (b * 39373) % PRIME
  const d = (c * 16807) % PRIME
  return { customer: Math.min(a % customers, b % customers), at: FROM_MS + (c % SPAN_SECONDS) * 1000, amountMinor: 100 + (d % 50000) }
}

/** The same in SQL: a query of (order_id, customer_id, ordered_ms, amount_minor). */
export function ordersSql(orders, customers) {
  const p = `${PRIME}::bigint`
  return `
    select i as order_id, least(a % ${customers}, b % ${customers})::int as customer_id,
      ${FROM_MS}::bigint + (c % ${SPAN_SECONDS}) * 1000 as ordered_ms, 100 + d % 50000 as amount_minor
    from generate_series(1::bigint, ${orders}::bigint) as i
    cross join lateral (select (i * 48271) % ${p} as a) as a_
    cross join lateral (select (a * 69621) % ${p} as b) as b_
    cross join lateral (select (b * 39373) % ${p} as c) as c_
    cross join lateral (select (c * 16807) % ${p} as d) as d_`
}
