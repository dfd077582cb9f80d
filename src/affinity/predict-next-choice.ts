/** What each customer is likely to choose next. */

import { type DictionaryColumn, type Row, row, type Table } from '../core/table.js'
import type { NextChoiceModel } from './fit-next-choice.js'
import { compiledNextChoice, eachCustomer } from './next-shares.js'
import type { ChoiceTable, CustomerChoices, SummarizedChoices } from './summarize-choices.js'

/**
 * - `affinity.next.predicted` — from what was bought last and before
 * - `affinity.next.too-few` — fewer transitions out of what was bought last than the model asks for; mostly the base and the customer's own habit
 * - `affinity.next.none` — nothing bought yet: the shares of the base (and what signals tell)
 */
export type NextChoiceCode = (typeof NEXT_CHOICE_CODES)[number]

export const NEXT_CHOICE_CODES = ['affinity.next.predicted', 'affinity.next.too-few', 'affinity.next.none'] as const

export type NextChoiceColumns = {
  readonly customerId: readonly string[]
  /** The most likely next choice; of equal ones the first by id. */
  readonly next: DictionaryColumn
  /** 0 … 1, that a choice on the next occasion is this one. */
  readonly probability: Float64Array
  /** probability / base share. */
  readonly lift: Float64Array
  /** What was bought last: of several, the one after which `next` is most likely. Missing when nothing was bought. */
  readonly after: DictionaryColumn
  /** Transitions in the base out of what was bought last. */
  readonly transitions: Float64Array
  /** The customer's own evidence, in purchases. */
  readonly evidence: Float64Array
  readonly code: DictionaryColumn<NextChoiceCode>
}

export interface NextChoiceTable extends Table<NextChoiceColumns> {
  readonly kind: 'next-choice-predictions'
  readonly format: 1
  readonly model: { readonly id: string; readonly of: NextChoiceModel['of']; readonly asOf: string }
  readonly asOf: string
}

export type NextChoiceRow = Partial<Row<NextChoiceColumns>>

/**
 * The most likely next choice of every listed customer, in their order; the choices of one customer give the same row.
 * P(k) = (n_k + S_P · T(k | J)) / (n + S_P); `fitNextChoice` has the terms. It does not say when: a customer who has left buys nothing next.
 *
 * @param choices as `summarizeChoices` makes them with this model
 * @throws UsageError `tierwise.affinity.choices` when they were made for another dimension or by other signals
 */
export function predictNextChoice(model: NextChoiceModel, choices: ChoiceTable): NextChoiceTable
export function predictNextChoice(model: NextChoiceModel, choices: CustomerChoices): NextChoiceRow
export function predictNextChoice(model: NextChoiceModel, choices: ChoiceTable | CustomerChoices): NextChoiceTable | NextChoiceRow {
  if (choices.kind === 'choices') return predictTable(model, choices)
  if (choices.customers.length > 0) return row(predictTable(model, choices), 0)
  // Nobody's empty history: what anybody who is new is predicted.
  const { customerId: _, ...newcomer } = row(predictTable(model, { ...choices, customers: [''], starts: [0, 0] }), 0)
  return newcomer
}

function predictTable(model: NextChoiceModel, choices: SummarizedChoices): NextChoiceTable {
  const length = choices.customers.length
  const numbers = (): Float64Array => new Float64Array(length).fill(Number.NaN)
  const codes = (): Int32Array => new Int32Array(length).fill(-1)
  const [next, after, probability, lift, transitions, evidence] = [codes(), codes(), numbers(), numbers(), numbers(), numbers()]
  const code = new Uint8Array(length)
  const { transition, outOf } = compiledNextChoice(model)
  const values = eachCustomer(model, choices, 1, (c, [best], last, n) => {
    next[c] = best.value
    probability[c] = best.probability
    if (model.baseShares[best.value] > 0) lift[c] = best.probability / model.baseShares[best.value]
    transitions[c] = last.reduce((sum, j) => sum + (outOf[j] ?? 0), 0)
    evidence[c] = n
    code[c] = last.length === 0 ? 2 : transitions[c] < model.minTransitions ? 1 : 0
    let likeliest = -1
    for (const j of last) {
      if (transition(j, best.value) > likeliest) {
        after[c] = j
        likeliest = transition(j, best.value)
      }
    }
  })
  return {
    kind: 'next-choice-predictions',
    format: 1,
    model: { id: model.id, of: model.of, asOf: model.asOf },
    asOf: choices.asOf,
    length,
    columns: {
      customerId: choices.customers,
      next: { codes: next, values },
      probability,
      lift,
      after: { codes: after, values },
      transitions,
      evidence,
      code: { codes: code, values: NEXT_CHOICE_CODES },
    },
  }
}
