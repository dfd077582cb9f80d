/** One customer in one view (客户画像): attributes, behavior, preferences, satisfaction, scores, each with where it comes from. */

import { type AffinityModel, safeFitAffinity } from '../affinity/fit-affinity.js'
import { scoreAffinity } from '../affinity/score-affinity.js'
import { summarizeChoices } from '../affinity/summarize-choices.js'
import { deepFreeze } from '../core/freeze.js'
import type { Reason, Scalar } from '../core/reason.js'
import { type Row, row, type Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { formatInstant } from '../core/time/instant.js'
import { zoneOf } from '../core/time/zone.js'
import { type Facts, factAt } from '../facts/facts.js'
import { onlyCustomer } from '../facts/only-customer.js'
import { summarize } from '../facts/summarize.js'
import type { SummaryColumns } from '../facts/summary.js'
import { explainScorecard } from '../scorecard/explain.js'
import { defaultColumns } from './columns.js'
import { criterionBase } from './criteria/base.js'
import type { TierTableRecipe } from './definition.js'
import { figuresOf } from './figures.js'
import { fitTierTable } from './fit-tier-table.js'
import type { TierTableModel } from './model.js'
import { nineCriteria } from './nine-criteria.js'
import { type TierRow, tierTable } from './tier-table.js'

export interface ProfileOptions {
  readonly asOf: AsOf
  /** The standard of the scores. A recipe (default `nineCriteria`) is fitted to the base first; hand over a model when profiles are asked one by one. */
  readonly standard?: TierTableRecipe | TierTableModel
  /** The measures the recipe names as `inputs`: a table with `customerId` and a numeric column each. */
  readonly inputs?: Table
  /** Models of preference. Default: category, product, channel, weekday and hour, fitted to the base first. */
  readonly affinities?: readonly AffinityModel[]
}

/** Where a value comes from. */
export type ProfileSource =
  /** The host's customer list. */
  | { readonly from: 'attribute' }
  /** So many facts of these types, between these instants (ISO 8601, both included). */
  | { readonly from: 'facts'; readonly types: readonly string[]; readonly count: number; readonly first?: string; readonly last?: string }
  /** A model over the facts, by kind, id and day. */
  | { readonly from: 'model'; readonly kind: string; readonly id: string; readonly asOf: string }

export interface ProfileEntry {
  readonly id: string
  readonly value: Scalar | readonly string[]
  readonly source: ProfileSource
}

export interface ProfilePreference {
  /** `category`, `product`, `channel`, `weekday`, `hour`, or the name of an attribute. */
  readonly of: string
  readonly value?: string
  /** 0 … 1. */
  readonly share?: number
  /** Share against the base's. */
  readonly lift?: number
  /** In purchases. */
  readonly evidence: number
  /** How far to trust it: the codes of `scoreAffinity`, from `affinity.preference.found` to `affinity.preference.none`. */
  readonly code: string
  readonly source: ProfileSource
}

export interface ProfileScores {
  readonly tier?: string
  readonly score?: number
  readonly coverage?: number
  readonly segment?: string
  /** Why there is no tier. */
  readonly code?: string
  /** The proof of the score: one reason per criterion, then one for the level. */
  readonly reasons: readonly Reason[]
  readonly source: ProfileSource
}

export interface Profile {
  readonly kind: 'profile'
  readonly format: 1
  readonly customerId: string
  /** `YYYY-MM-DD` */
  readonly asOf: string
  readonly currency: string
  readonly status: 'customer' | 'prospect'
  /** As the customer list has them. */
  readonly attributes: readonly ProfileEntry[]
  /** Ids under which facts came that belong to this customer. */
  readonly aliases: readonly string[]
  /** Purchases, and how often each other kind of fact occurred. */
  readonly behavior: readonly ProfileEntry[]
  readonly preferences: readonly ProfilePreference[]
  /** The latest answer per survey, complaints and those unsolved. */
  readonly satisfaction: readonly ProfileEntry[]
  readonly scores: ProfileScores
}

/**
 * Everything known of one customer before `asOf`. `undefined` for an id nobody has.
 * The scores are those of the customer's row in `tierTable` by the same standard.
 */
export function profile(facts: Facts, customerId: string, options: ProfileOptions): Profile | undefined {
  const c = facts.customers.ids.indexOf(customerId)
  if (c < 0) return undefined
  const { asOf, standard = nineCriteria } = options
  const { before, day } = momentOf(asOf, zoneOf(facts.timeZone, facts.zones))
  const inputs = options.inputs ? { inputs: options.inputs } : {}
  const model = showingScores(standard.kind === 'tier-table-model' ? standard : fitTierTable(standard, facts, { asOf, ...inputs }))
  const mine = until(onlyCustomer(facts, c), before)
  const scored = row(tierTable(model, mine, { asOf, ...inputs }), 0) as TierRow
  return {
    kind: 'profile',
    format: 1,
    customerId,
    asOf: formatDate(day),
    currency: facts.currency,
    status: scored.status as Profile['status'],
    attributes: attributesOf(facts, c),
    aliases: [...new Set((mine.columns.alias?.slice(0, mine.length) ?? []).filter((id) => id !== undefined))],
    behavior: behaviorOf(mine, model, asOf),
    preferences: (options.affinities ?? fitAffinities(facts, asOf)).map((affinity) => preferenceOf(affinity, mine, asOf)),
    satisfaction: satisfactionOf(mine),
    scores: scoresOf(scored, model, mine, options),
  }
}

/** Whatever columns the recipe's table shows, a profile has the score and the segment. */
function showingScores(model: TierTableModel): TierTableModel {
  return deepFreeze({ ...model, recipe: { ...model.recipe, columns: defaultColumns(model.recipe.scorecard) } })
}

/** Facts are in time order: those that have happened are the first. */
function until(facts: Facts, before: number): Facts {
  let length = 0
  while (length < facts.length && facts.columns.at[length] < before) length++
  return { ...facts, length }
}

function attributesOf({ customers }: Facts, c: number): ProfileEntry[] {
  const source: ProfileSource = { from: 'attribute' }
  return Object.entries(customers.attributes?.[c] ?? {}).map(([id, value]) => ({ id, value, source }))
}

const SUMMARY_FIGURES: readonly (keyof SummaryColumns)[] = [
  'orders',
  'revenueMinor',
  'refundedMinor',
  'contributionMinor',
  'meanGapDays',
  'gapDeviationDays',
  'recencyDays',
  'tenureDays',
]

function behaviorOf(mine: Facts, { recipe }: TierTableModel, asOf: AsOf): ProfileEntry[] {
  const { purchase } = recipe.kinds
  const summary = row(summarize(mine, { asOf, purchases: purchase }), 0) as Row<SummaryColumns>
  const source = factSource(mine, [...purchase, 'refund'])
  const figures = SUMMARY_FIGURES.flatMap((id) => (summary[id] === undefined ? [] : [{ id, value: summary[id], source }]))
  const purchases = factSource(mine, purchase)
  const dates = (['firstAt', 'lastAt'] as const).flatMap((id) =>
    summary[id] === undefined ? [] : [{ id, value: formatInstant(summary[id]), source: purchases }],
  )
  const others = mine.columns.type.values
    .filter((type) => ![...purchase, 'refund'].includes(type))
    .map((type) => ({ id: type, source: factSource(mine, [type]) }))
    .filter(({ source: { count } }) => count > 0)
    .map(({ id, source: found }) => ({ id, value: found.count, source: found }))
  return [...figures, ...dates, ...others]
}

type FactSource = Extract<ProfileSource, { from: 'facts' }>

function factSource(mine: Facts, types: readonly string[]): FactSource {
  const { type, at } = mine.columns
  const rows: number[] = []
  for (let i = 0; i < mine.length; i++) if (types.includes(type.values[type.codes[i]])) rows.push(i)
  const found = { from: 'facts', types, count: rows.length } as const
  return rows.length === 0 ? found : { ...found, first: formatInstant(at[rows[0]]), last: formatInstant(at[rows[rows.length - 1]]) }
}

const DIMENSIONS = ['category', 'product', 'channel', 'weekday', 'hour'] as const

/** A dimension nothing bought says anything of has no model. */
function fitAffinities(facts: Facts, asOf: AsOf): AffinityModel[] {
  return DIMENSIONS.flatMap((of) => {
    const fitted = safeFitAffinity(facts, { asOf, of, id: of })
    return fitted.success ? [fitted.data] : []
  })
}

function preferenceOf(model: AffinityModel, mine: Facts, asOf: AsOf): ProfilePreference {
  const { preferred, share, lift, evidence = 0, code } = row(scoreAffinity(model, summarizeChoices(model, mine, { asOf })), 0)
  return {
    of: typeof model.of === 'object' ? model.of.attribute : model.of,
    ...(preferred === undefined ? {} : { value: preferred }),
    ...(share === undefined ? {} : { share }),
    ...(lift === undefined ? {} : { lift }),
    evidence,
    code: code as string,
    source: { from: 'model', kind: model.kind, id: model.id, asOf: model.asOf },
  }
}

function satisfactionOf(mine: Facts): ProfileEntry[] {
  const latest = new Map<string, ProfileEntry>()
  let complaints = 0
  let unsolved = 0
  for (let i = 0; i < mine.length; i++) {
    const { type, at, attributes } = factAt(mine, i)
    if (type === 'answer' && typeof attributes?.survey === 'string' && typeof attributes.score === 'number') {
      const when = formatInstant(at)
      const source: ProfileSource = { from: 'facts', types: ['answer'], count: 1, first: when, last: when }
      latest.set(attributes.survey, { id: attributes.survey, value: attributes.score, source })
    }
    if (type === 'feedback' && attributes?.complaint === true) {
      complaints++
      if (attributes.solvedAt === undefined) unsolved++
    }
  }
  const source = factSource(mine, ['feedback'])
  const told =
    source.count === 0
      ? []
      : [
          { id: 'complaints', value: complaints, source },
          { id: 'unsolvedComplaints', value: unsolved, source },
        ]
  return [...latest.values(), ...told]
}

function scoresOf(
  { tier, score, coverage, segment, code }: TierRow,
  model: TierTableModel,
  mine: Facts,
  { asOf, inputs }: ProfileOptions,
): ProfileScores {
  const { recipe, observed, provenance } = model
  const figures = figuresOf(recipe, model, criterionBase(mine, recipe.kinds, asOf, observed), inputs)
  const isCustomer = figures.base.summary.columns.orders[0] > 0
  const values = Object.fromEntries(
    recipe.scorecard.criteria.map(({ measure }) => [measure, isCustomer ? figures.number(measure)[0] : Number.NaN]),
  )
  return {
    ...(tier === undefined ? {} : { tier }),
    ...(score === undefined ? {} : { score }),
    ...(coverage === undefined ? {} : { coverage }),
    ...(segment === undefined ? {} : { segment }),
    ...(code === undefined ? {} : { code }),
    reasons: isCustomer ? explainScorecard(recipe.scorecard, values).reasons : [],
    source: { from: 'model', kind: model.kind, id: model.id, asOf: provenance.asOf },
  }
}
