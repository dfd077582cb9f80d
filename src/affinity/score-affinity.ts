/** Each customer's preference against the base, with its support. */

import { requireFrozen } from '../core/freeze.js'
import type { DictionaryColumn, Row, Table } from '../core/table.js'
import { row } from '../core/table.js'
import type { AffinityModel } from './fit-affinity.js'
import { memoryOf } from './memory.js'
import { inCodesOf } from './model-codes.js'
import type { ChoiceTable, CustomerChoices } from './summarize-choices.js'

/**
 * - `affinity.preference.found` — the preferred value's share is above the base's by at least its posterior deviation √(share(1 − share)/(n + S + 1))
 * - `affinity.preference.unclear` — there is enough evidence, and no such difference: the customer may well be like all others
 * - `affinity.preference.too-few` — less evidence than the model's `minEvidence`; the shares are there, but mostly the base's
 * - `affinity.preference.none` — no choice at all: no preference, and no number
 */
export type AffinityCode = (typeof AFFINITY_CODES)[number]

export const AFFINITY_CODES = [
  'affinity.preference.found',
  'affinity.preference.unclear',
  'affinity.preference.too-few',
  'affinity.preference.none',
] as const

export type AffinityColumns = {
  readonly customerId: readonly string[]
  /** The value with the highest share; of equal ones the first by id. */
  readonly preferred: DictionaryColumn
  /** Its share, 0 … 1: (n_k + S · base_k) / (n + S). */
  readonly share: Float64Array
  /** share / base share: 2 says twice as much as the base. NaN where the base has none of it. */
  readonly lift: Float64Array
  /** The value whose share rises most above the base's, in points: what tells this customer from others. Missing where none does. */
  readonly leaning: DictionaryColumn
  readonly leaningLift: Float64Array
  /** n: fading purchases and signals, in purchases. 0 for customers without a choice. */
  readonly evidence: Float64Array
  /** Choices made by buying, unfaded. */
  readonly purchases: Float64Array
  /** Herfindahl index Σ share², 1/K … 1: expected under the posterior, so that one purchase alone does not look like devotion. */
  readonly concentration: Float64Array
  /** Entropy −Σ share · ln share, nats: 0 for one value, ln K for equal shares. */
  readonly entropy: Float64Array
  readonly code: DictionaryColumn<AffinityCode>
}

export interface AffinityTable extends Table<AffinityColumns> {
  readonly kind: 'affinity-scores'
  readonly format: 1
  readonly model: { readonly id: string; readonly of: AffinityModel['of']; readonly asOf: string }
  readonly asOf: string
}

export type AffinityRow = Partial<Row<AffinityColumns>>

/**
 * What a customer prefers, how strongly, and on how much evidence.
 *
 * The choices of a base give a table with one row per listed customer, in their order; those of one customer give the same row. Values the model
 * has not met count with a base share of 0. Shares of all values (`rankAffinity` lists them) sum to 1. Another purchase of a value never lowers its share.
 *
 * @param choices as `summarizeChoices` makes them with this model
 * @throws UsageError `tierwise.affinity.choices` when they were made for another dimension or by other signals
 */
export function scoreAffinity(model: AffinityModel, choices: ChoiceTable): AffinityTable
export function scoreAffinity(model: AffinityModel, choices: CustomerChoices): AffinityRow
export function scoreAffinity(model: AffinityModel, choices: ChoiceTable | CustomerChoices): AffinityTable | AffinityRow {
  const table = scoreTable(model, choices)
  if (choices.kind === 'choices') return table
  return table.length === 1 ? row(table, 0) : { evidence: 0, purchases: 0, code: 'affinity.preference.none' }
}

function scoreTable(model: AffinityModel, summarized: ChoiceTable | CustomerChoices): AffinityTable {
  requireFrozen(model, 'affinity')
  const choices = inCodesOf(summarized, model.of, model.values, Object.keys(model.signals))
  const { asOfDay } = choices
  const memory = memoryOf(choices.values.length, model, model.halfLife ?? undefined)
  const base = baseFigures(model.baseShares)
  const length = choices.customers.length
  const column = (): Float64Array => new Float64Array(length).fill(Number.NaN)
  const preferred = new Int32Array(length).fill(-1)
  const leaning = new Int32Array(length).fill(-1)
  const [share, lift, leaningLift, concentration, entropy] = [column(), column(), column(), column(), column()]
  const evidence = new Float64Array(length)
  const purchases = new Float64Array(length)
  const code = new Uint8Array(length).fill(NONE)
  const S = model.strength.value

  for (let c = 0; c < length; c++) {
    memory.forget()
    for (let i = choices.starts[c]; i < choices.starts[c + 1]; i++) {
      memory.add(choices.value[i], choices.source[i], choices.day[i])
      if (choices.source[i] === 0) purchases[c]++
    }
    const seen = memory.seen()
    if (seen.length === 0) continue
    const n = memory.total(asOfDay)
    const A = n + S

    let top = base.top
    let topWeight = S * base.topShare
    let gain = 0
    let squares = S * S * base.squares
    let seenBase = 0
    let seenBaseLog = 0
    let surprise = 0
    for (const value of seen) {
      const b = model.baseShares[value] ?? 0
      const own = memory.own(value, asOfDay)
      const alpha = own + S * b
      if (alpha > topWeight || (alpha === topWeight && value < top)) {
        top = value
        topWeight = alpha
      }
      const above = alpha / A - b
      if (above > gain || (above === gain && above > 0 && value < leaning[c])) {
        leaning[c] = value
        gain = above
      }
      squares += own * (own + 2 * S * b)
      seenBase += b
      seenBaseLog += b > 0 ? b * Math.log(b) : 0
      surprise += alpha > 0 ? (alpha / A) * Math.log(alpha / A) : 0
    }
    // Values without evidence have share S·b/A, so their part of the entropy is the base's, scaled; rounding may leave −1e-17 of nothing.
    const unseen = Math.max(0, 1 - seenBase)
    surprise += unseen > 0 ? (S / A) * (base.logs - seenBaseLog + unseen * Math.log(S / A)) : 0

    preferred[c] = top
    evidence[c] = n
    share[c] = topWeight / A
    if (model.baseShares[top] > 0) lift[c] = topWeight / A / model.baseShares[top]
    const leant = model.baseShares[leaning[c]] ?? 0
    if (leant > 0) leaningLift[c] = 1 + gain / leant
    concentration[c] = (squares + A) / (A * (A + 1))
    entropy[c] = Math.max(0, -surprise)
    const above = share[c] - (model.baseShares[top] ?? 0)
    const isClear = above > 0 && above >= Math.sqrt((share[c] * (1 - share[c])) / (A + 1))
    code[c] = n < model.minEvidence ? TOO_FEW : isClear ? FOUND : UNCLEAR
  }
  return {
    kind: 'affinity-scores',
    format: 1,
    model: { id: model.id, of: model.of, asOf: model.asOf },
    asOf: choices.asOf,
    length,
    columns: {
      customerId: choices.customers,
      preferred: { codes: preferred, values: choices.values },
      share,
      lift,
      leaning: { codes: leaning, values: choices.values },
      leaningLift,
      evidence,
      purchases,
      concentration,
      entropy,
      code: { codes: code, values: AFFINITY_CODES },
    },
  }
}

const [FOUND, UNCLEAR, TOO_FEW, NONE] = [0, 1, 2, 3]

/** What all customers share: the base's favorite, Σ b² and Σ b ln b. */
function baseFigures(baseShares: readonly number[]): { top: number; topShare: number; squares: number; logs: number } {
  let top = 0
  let squares = 0
  let logs = 0
  baseShares.forEach((b, value) => {
    if (b > baseShares[top]) top = value
    squares += b * b
    if (b > 0) logs += b * Math.log(b)
  })
  return { top, topShare: baseShares[top], squares, logs }
}
