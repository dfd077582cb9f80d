/** Facts → what each customer chose and when: the summary that affinity scores read, small enough to keep in a table or send to a browser. */

import { UsageError } from '../core/errors.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { type Day, formatDate } from '../core/time/civil.js'
import type { ZoneTable } from '../core/time/zone.js'
import { zoneOf } from '../core/time/zone.js'
import { collectFacts } from '../facts/collect-facts.js'
import type { Fact } from '../facts/fact.js'
import type { Facts } from '../facts/facts.js'
import { type ChoiceColumns, type ChoiceOptions, choicesOf } from './choices.js'
import type { AffinityModel } from './fit-affinity.js'
import type { NextChoiceModel } from './fit-next-choice.js'
import type { RelatedModel } from './fit-related.js'
import { dimensionName } from './preference.js'

export interface SummarizedChoices extends ChoiceColumns {
  readonly format: 1
  /** What was chosen: `category`, …, or the name of the attribute. */
  readonly of: string
  /** Names of the signals, in the order of `source`. */
  readonly signals: readonly string[]
  /** Local day as of which the facts were read, `YYYY-MM-DD`, and the same counted from 1970-01-01. */
  readonly asOf: string
  readonly asOfDay: Day
  /** Whose choices these are, in the order of `starts`. */
  readonly customers: readonly string[]
}

/** The choices of a base. Scores of them are tables, one row per customer. */
export interface ChoiceTable extends SummarizedChoices {
  readonly kind: 'choices'
}

/** The choices of one customer, as plain JSON. The score of them is a row; without a fact there is no customer in the list. */
export interface CustomerChoices extends SummarizedChoices {
  readonly kind: 'customer-choices'
}

export interface SummarizeChoicesOptions {
  /** Facts before it count. */
  readonly asOf: AsOf
  /** Zone tables for the records of one customer; `Facts` carry their own. */
  readonly zones?: readonly ZoneTable[]
  /** For a model of related items: fact types that are looks. Default `['view', 'click']`. Preference models name their own signals. */
  readonly views?: readonly string[]
}

/**
 * Every customer's choices as the model reads them: by its dimension, its occasions, its signals, in its time zone. What was refunded whole, and
 * lines that came back, are no choices.
 *
 * Facts give the choices of all listed customers, in their order; the records of one customer give theirs as plain JSON.
 *
 * @throws UsageError `tierwise.affinity.zone` when the days of facts and model are not the same days, `tierwise.affinity.one-customer` when the records belong to several
 */
export function summarizeChoices(
  model: AffinityModel | NextChoiceModel | RelatedModel,
  facts: Facts,
  options: SummarizeChoicesOptions,
): ChoiceTable
export function summarizeChoices(
  model: AffinityModel | NextChoiceModel | RelatedModel,
  history: readonly Fact[],
  options: SummarizeChoicesOptions,
): CustomerChoices
export function summarizeChoices(
  model: AffinityModel | NextChoiceModel | RelatedModel,
  subject: Facts | readonly Fact[],
  options: SummarizeChoicesOptions,
): ChoiceTable | CustomerChoices {
  const facts = factsOf(subject, model.timeZone, options.zones)
  const moment = momentOf(options.asOf, zoneOf(facts.timeZone, facts.zones))
  const how = model.kind === 'related' ? readingOf(model, options.views) : model
  const about = {
    format: 1,
    of: dimensionName(model.of),
    signals: Object.keys(how.signals),
    asOf: formatDate(moment.day),
    asOfDay: moment.day,
    customers: facts.customers.ids,
  } as const
  const choices = choicesOf(facts, how, moment.before)
  if (facts === subject) return { kind: 'choices', ...about, ...choices }
  const { values, starts, occasion, day, value, source } = choices
  return {
    kind: 'customer-choices',
    ...about,
    values,
    starts: Array.from(starts),
    occasion: Array.from(occasion),
    day: Array.from(day),
    value: Array.from(value),
    source: Array.from(source),
  }
}

/** Related items have no weights: a look is a look. */
function readingOf({ of, basket, purchases }: RelatedModel, views: readonly string[] = ['view', 'click']): ChoiceOptions {
  const looks = views.filter((type) => !purchases.includes(type))
  return {
    of,
    countBy: basket === 'customer' ? 'day' : basket,
    purchases,
    signals: Object.fromEntries(looks.map((type) => [type, { weight: 1 }])),
  }
}

function factsOf(subject: Facts | readonly Fact[], timeZone: string, zones: readonly ZoneTable[] | undefined): Facts {
  if (!Array.isArray(subject)) {
    const facts = subject as Facts
    if (facts.timeZone !== timeZone) throw new UsageError('tierwise.affinity.zone', { model: timeZone, facts: facts.timeZone })
    return facts
  }
  const facts = collectFacts(subject as readonly Fact[], { timeZone, ...(zones ? { zones } : {}) })
  if (facts.customers.ids.length > 1) throw new UsageError('tierwise.affinity.one-customer', { customers: facts.customers.ids.length })
  return facts
}
