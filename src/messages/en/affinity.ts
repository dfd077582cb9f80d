import type { Reason, Scalar } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { figure, percent } from '../figures.js'

/** Preferences, next choices and recommendations. */
export const affinityEn: Catalogue = {
  'affinity.choices.none': (r) => `no purchase names ${a(r)}: there is nothing to learn from`,
  'affinity.values.single': (r) => `everybody buys the same ${dimension(r)} (${value(r)}): there is no preference to tell`,
  'affinity.strength.too-few': (r) =>
    `only ${r.params.choices} repeated choices to learn from (${r.params.required} are needed to know how much customers differ)`,
  'affinity.transitions.too-few': (r) => `only ${r.params.transitions} purchases that followed another (${r.params.required} are needed)`,
  'affinity.preference.found': (r) =>
    `prefers ${value(r)}: ${percent(r.params.share)} of choices, ${times(r.params.lift)} the base, from ${evidence(r)}`,
  'affinity.preference.unclear': (r) =>
    `no clear preference: ${value(r)} first with ${percent(r.params.share)}, ${times(r.params.lift)} the base, from ${evidence(r)}`,
  'affinity.preference.too-few': (r) => `too little to tell: ${evidence(r)} of the ${figure(r.params.minEvidence)} needed`,
  'affinity.preference.none': (r) => `no choice of ${a(r)} yet`,
  'affinity.preference.share': (r) => `${value(r)}: ${percent(r.params.share)}, ${times(r.params.lift)} the base, from ${evidence(r)}`,
  'affinity.next.predicted': () => 'from what was bought last and before',
  'affinity.next.too-few': () => 'few customers have gone on from here: mostly the base and the customer’s own habit',
  'affinity.next.none': () => 'nothing bought yet: what everybody buys',
  'affinity.baskets.too-large': (r) => `${r.params.baskets} baskets with more than ${r.params.maxBasket} items were left out of the pairs`,
  'affinity.pairs.none': (r) =>
    `no two items belong together beyond chance (${r.params.items} items have the ${r.params.minCustomers} customers needed)`,
  'affinity.recommendation.bought-with': (r) => `${r.params.item}: bought with ${r.params.because} — ${tie(r)}`,
  'affinity.recommendation.bought-next': (r) => `${r.params.item}: often bought after ${r.params.because} — ${tie(r)}`,
  'affinity.recommendation.bought-again': (r) => `${r.params.item}: often bought again — ${tie(r)}`,
  'affinity.recommendation.viewed': (r) => `${r.params.item}: bought with ${r.params.because}, which was looked at — ${tie(r)}`,
  'affinity.recommendation.popular': (r) => `${r.params.item}: popular, in ${percent(r.params.support)} of baskets`,
  'affinity.recommendation.none': (r) =>
    r.params.known === 0
      ? 'nothing to recommend: none of these items is known'
      : 'nothing to recommend: no item goes with these beyond chance',
}

function tie({ params }: Reason): string {
  return `${percent(params.confidence)} of the time, ${times(params.lift)} as often as usual (${params.both} times, ${params.customers} customers)`
}

function times(lift: Scalar | undefined): string {
  return `${figure(lift)}×`
}

function evidence({ params }: Reason): string {
  const n = figure(params.evidence)
  return n === '1' ? '1 purchase' : `${n} purchases’ worth`
}

const WORDS: Readonly<Record<string, string>> = {
  category: 'a category',
  product: 'a product',
  channel: 'a channel',
  weekday: 'a weekday',
  hour: 'an hour',
}

function a({ params }: Reason): string {
  const of = String(params.of)
  return Object.hasOwn(WORDS, of) ? WORDS[of] : `“${of}”`
}

function dimension({ params }: Reason): string {
  const of = String(params.of)
  return Object.hasOwn(WORDS, of) ? of : `“${of}”`
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

function value({ params }: Reason): string {
  if (params.of === 'weekday') return WEEKDAYS[Number(params.value) - 1] ?? String(params.value)
  if (params.of === 'hour') return `${params.value}:00–${Number(params.value) + 1}:00`
  return String(params.value)
}
