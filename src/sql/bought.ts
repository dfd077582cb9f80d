/** Purchases after their refunds: the rule of `facts/refunds`, in SQL. */

import { type Draft, integer, step, stepName } from './draft.js'
import { all, FALSE, type Fragment, list, sql } from './fragment.js'
import type { WhatHappened } from './what-happened.js'

/** A step of facts with what refunds took from them. */
export interface Bought {
  readonly name: Fragment
  /** A purchase before `asOf` that was not refunded in full. */
  isBought(row: Fragment): Fragment
  gross(row: Fragment): Fragment
  net(row: Fragment): Fragment
  /** Also of orders refunded in full; 0 for every other fact. */
  refunded(row: Fragment): Fragment | undefined
}

export const BOUGHT_NEEDS = ['amount', 'id', 'refersTo'] as const

/** @param before what happened at or after this instant, purchases and refunds, has not happened yet */
export function bought(draft: Draft, facts: WhatHappened, purchases: readonly string[], before = facts.before, word = ''): Bought {
  // CASE, not COALESCE: PostgreSQL's foreign tables push a CASE to their servers, and with it the whole grouping.
  const amount = (row: Fragment): Fragment => {
    if (!facts.has('amount')) return integer(draft, 0)
    const own = facts.column(row, 'amount')
    return sql`CASE WHEN ${own} IS NULL THEN ${integer(draft, 0)} ELSE ${own} END`
  }
  const isPurchase = (row: Fragment): Fragment => facts.isType(row, purchases)
  const known = (row: Fragment): Fragment => sql`${row}.at_ms < ${integer(draft, before)}`
  const isRefund = facts.isType(sql`f_`, ['refund'])
  if (!facts.has('amount') || !facts.has('id') || !facts.has('refersTo') || isRefund === FALSE)
    return {
      name: facts.name,
      isBought: (row) => all([isPurchase(row), known(row)]),
      gross: amount,
      net: amount,
      refunded: () => undefined,
    }
  const settled = settle(draft, facts, purchases, before, word)
  const name = step(
    draft,
    `orders${word}`,
    'orders with what refunds took from them; one refunded in full is no purchase',
    sql`  SELECT ${list(facts.columns.map((column) => sql`f_.${column} AS ${column}`))},
    COALESCE(s_.amount - s_.remaining, 0) AS refunded, COALESCE(s_.taken = 1 AND s_.remaining = 0, FALSE) AS is_cancelled
  FROM ${facts.name} AS f_
  LEFT JOIN ${settled} AS s_ ON s_.id = f_.id AND s_.amount = f_.amount AND ${isPurchase(sql`f_`)}`,
  )
  return {
    name,
    isBought: (row) => all([isPurchase(row), known(row), sql`NOT ${row}.is_cancelled`]),
    gross: amount,
    net: (row) => sql`(${amount(row)} - ${row}.refunded)`,
    refunded: (row) => sql`CASE WHEN ${all([isPurchase(row), known(row)])} THEN ${row}.refunded ELSE 0 END`,
  }
}

/**
 * Refunds take in turn; one without an amount takes what is left, one larger than what is left takes nothing.
 * @returns a step with id, amount, remaining and taken (1 once something was) per order that has refunds
 */
function settle(draft: Draft, facts: WhatHappened, purchases: readonly string[], before: number, word: string): Fragment {
  const { dialect } = draft
  const f = sql`f_`
  const known = sql`f_.at_ms < ${integer(draft, before)}`
  const keys = [sql`f_.at_ms`, ...facts.tieKeys(f), sql`CASE WHEN f_.amount IS NULL THEN 1 ELSE 0 END`, sql`COALESCE(f_.amount, 0)`]
  const isRefund = all([facts.isType(f, ['refund']), known, sql`f_.refers_to IS NOT NULL`])
  const isOrder = all([facts.isType(f, purchases), sql`f_.id IS NOT NULL`, sql`f_.amount IS NOT NULL`])
  const isWhole = (r: Fragment): Fragment => sql`${r}.is_whole = 1`
  const says = 'refunds in turn: what is left of each order'
  if (dialect.folds === 'array') {
    const refunds = step(
      draft,
      `refunds${word}`,
      'the refunds of each order, in the order of time',
      sql`  SELECT f_.refers_to AS id, arraySort(groupArray((${list(keys.slice(0, -2))}, CASE WHEN f_.amount IS NULL THEN 1 ELSE 0 END, COALESCE(f_.amount, 0)))) AS refunds
  FROM ${facts.name} AS f_
  WHERE ${isRefund}
  GROUP BY f_.refers_to`,
    )
    const last = keys.length
    const whole: Fragment = { pieces: [`x_.${last - 1} = 1`] }
    const amount: Fragment = { pieces: [`x_.${last}`] }
    return step(
      draft,
      `settled${word}`,
      says,
      sql`  SELECT o_.id AS id, o_.amount AS amount, o_.fold.1 AS remaining, o_.fold.2 AS taken
  FROM (
    SELECT f_.id AS id, f_.amount AS amount,
      arrayFold((acc_, x_) -> if((NOT ${whole} AND ${amount} > acc_.1) OR (${whole} AND acc_.2 = 1 AND acc_.1 = 0), acc_,
        if(${whole}, (toInt64(0), toInt64(1)), (acc_.1 - ${amount}, if(${amount} > 0, toInt64(1), acc_.2)))),
        r_.refunds, (assumeNotNull(f_.amount), toInt64(0))) AS fold
    FROM (SELECT DISTINCT f_.id AS id, f_.amount AS amount FROM ${facts.name} AS f_ WHERE ${isOrder}) AS f_
    JOIN ${refunds} AS r_ ON r_.id = f_.id
  ) AS o_`,
    )
  }
  draft.isRecursive = true
  const refunds = step(
    draft,
    `refunds${word}`,
    'the refunds of each order, numbered in the order of time',
    sql`  SELECT f_.refers_to AS id, COALESCE(f_.amount, 0) AS amount, CASE WHEN f_.amount IS NULL THEN 1 ELSE 0 END AS is_whole,
    row_number() OVER (PARTITION BY f_.refers_to ORDER BY ${list(keys)}) AS turn
  FROM ${facts.name} AS f_
  WHERE ${isRefund}`,
  )
  const turns = stepName(draft, `turns${word}`)
  draft.steps.push({
    name: turns,
    says: 'refunds take in turn; one larger than what is left takes nothing',
    body: sql`  SELECT DISTINCT f_.id AS id, f_.amount AS amount, f_.amount AS remaining, 0 AS taken, ${integer(draft, 0)} AS turn
  FROM ${facts.name} AS f_
  WHERE ${isOrder} AND f_.id IN (SELECT r_.id FROM ${refunds} AS r_)
  UNION ALL
  SELECT s_.id, s_.amount,
    CASE WHEN ${isWhole(sql`r_`)} THEN 0 WHEN r_.amount > s_.remaining THEN s_.remaining ELSE s_.remaining - r_.amount END,
    CASE WHEN ${isWhole(sql`r_`)} OR (r_.amount > 0 AND r_.amount <= s_.remaining) THEN 1 ELSE s_.taken END,
    s_.turn + 1
  FROM ${turns} AS s_
  JOIN ${refunds} AS r_ ON r_.id = s_.id AND r_.turn = s_.turn + 1`,
  })
  return step(
    draft,
    `settled${word}`,
    says,
    sql`  SELECT s_.id AS id, s_.amount AS amount, s_.remaining AS remaining, s_.taken AS taken
  FROM ${turns} AS s_
  JOIN (SELECT r_.id AS id, max(r_.turn) AS turn FROM ${refunds} AS r_ GROUP BY r_.id) AS l_ ON l_.id = s_.id AND l_.turn = s_.turn`,
  )
}
