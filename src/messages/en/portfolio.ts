import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { figure, percent } from '../figures.js'

const say =
  (text: string): ((reason: Reason) => string) =>
  () =>
    text

/** Headings of the tier table, its words, and what can be wrong with a recipe. */
export const portfolioEn: Catalogue = {
  'portfolio.column.customer-id': say('Customer'),
  'portfolio.column.name': say('Name'),
  'portfolio.column.status': say('Status'),
  'portfolio.column.tier': say('Tier'),
  'portfolio.column.code': say('Note'),
  'portfolio.column.amount-minor': (r) => `Purchase amount${inCurrency(r)}`,
  'portfolio.column.amount': say('Purchase amount'),
  'portfolio.column.frequency': say('Purchase frequency'),
  'portfolio.column.cycle-days': say('Purchase cycle (days)'),
  'portfolio.column.cycle': say('Purchase cycle'),
  'portfolio.column.product-preference': say('Product preference'),
  'portfolio.column.service-need': say('Service need'),
  'portfolio.column.personalization-need': say('Personalization need'),
  'portfolio.column.purchase-behavior': say('Purchase behavior'),
  'portfolio.column.interaction-behavior': say('Interaction behavior'),
  'portfolio.column.loyalty-behavior': say('Loyalty behavior'),
  'portfolio.column.segment': say('Segment'),
  'portfolio.column.score': say('Score'),
  'portfolio.column.coverage': say('Known share'),
  'portfolio.column.contribution': (r) => (r.params.criterion === undefined ? 'Contribution' : `${r.params.criterion}: contribution`),
  'portfolio.column.level': (r) => `${r.params.criterion}: level`,
  'portfolio.column.value': (r) => `${r.params.criterion}: value`,
  'portfolio.column.tier-before': say('Tier before'),
  'portfolio.column.move': say('Change'),
  'portfolio.column.score-change': say('Score change'),
  'portfolio.column.moved-by': say('What moved'),
  'portfolio.column.recency-days': say('Days since last purchase'),
  'portfolio.column.tenure-days': say('Days since first purchase'),
  'portfolio.column.gap-deviation-days': say('Deviation of gaps (days)'),
  'portfolio.column.repeat-days': say('Repeat purchase days'),
  'portfolio.column.refunded': say('Refunded'),
  'portfolio.column.rfm-score': say('RFM score'),
  'portfolio.column.customers': say('Customers'),
  'portfolio.column.customer-share': say('Share of customers'),
  'portfolio.column.revenue-minor': (r) => `Revenue${inCurrency(r)}`,
  'portfolio.column.revenue-share': say('Share of revenue'),
  'portfolio.column.median-minor': (r) => `Median${inCurrency(r)}`,
  'portfolio.level.low': say('low'),
  'portfolio.level.medium': say('medium'),
  'portfolio.level.high': say('high'),
  'portfolio.level.not-observed': say('not observed'),
  'portfolio.level.unranked': say('unranked'),
  'portfolio.level.prospect': say('prospect'),
  'portfolio.status.customer': say('customer'),
  'portfolio.status.prospect': say('prospect'),
  'portfolio.move.new': say('new'),
  'portfolio.move.up': say('up'),
  'portfolio.move.down': say('down'),
  'portfolio.move.same': say('unchanged'),
  'portfolio.move.ranked': say('now ranked'),
  'portfolio.move.unranked': say('no longer ranked'),
  'portfolio.change.level': (r) => `${r.params.criterion} ${r.params.from} → ${r.params.to}`,
  'portfolio.part.repeat': say('share of purchases that are repeats'),
  'portfolio.part.referrals': say('referrals'),
  'portfolio.part.program': say('program activity'),
  'portfolio.part.payment': say('payment methods'),
  'portfolio.part.time-of-day': say('time of day'),
  'portfolio.part.full-price': say('discounts'),
  'portfolio.part.regularity': say('regularity'),
  'portfolio.part.concentration': say('products bought'),
  'portfolio.part.wishes': say('wishes'),
  'portfolio.part.contacts': say('service contacts'),
  'portfolio.part.interactions': say('interactions'),
  'portfolio.part.purchases': say('categories bought'),
  'portfolio.customer.prospect': say('no purchase yet'),
  'portfolio.tier.unknown': say('too little is known for a tier'),
  'portfolio.criterion.not-observed': (r) => `${name(r)}: not observed in this base; it counts for nobody`,
  'portfolio.criterion.constant': (r) => `${name(r)}: the same for all customers; it ranks nobody`,
  'portfolio.part.not-observed': (r) => `${name(r)}: no ${part(r)} in this base; left out`,
  'portfolio.column.unknown': (r) => `${at(r)}no column “${r.params.column}”`,
  'portfolio.measure.unknown': (r) => `${at(r)}no measure “${r.params.measure}”`,
  'portfolio.measure.taken': (r) => `${at(r)}“${r.params.measure}” already names a measure or a column`,
  'portfolio.impact.up': (r) => `${who(r)} would rise from ${r.params.from ?? 'no tier'} to ${r.params.to}`,
  'portfolio.impact.down': (r) => `${who(r)} would fall from ${r.params.from} to ${r.params.to ?? 'no tier'}`,
  'portfolio.impact.changed': (r) =>
    `${who(r)} would go from ${r.params.from ?? 'no tier'} to ${r.params.to ?? 'no tier'}, which no ladder compares`,
  'portfolio.impact.sooner': (r) =>
    `${who(r)} would keep ${r.params.tier} until ${r.params.after} instead of ${r.params.before ?? 'without an end'}`,
  'portfolio.impact.later': (r) =>
    `${who(r)} would keep ${r.params.tier} until ${r.params.after ?? 'no end'} and not only ${r.params.before}`,
  'portfolio.impact.same': (r) => `${who(r)} would stay ${r.params.tier}`,
  'portfolio.impact.now': (r) => `under the rules as they are (${r.params.definition})`,
  'portfolio.impact.then': (r) => `under the rules as they would be (${r.params.definition})`,
  'portfolio.impact.points': (r) => `${r.params.member} would have ${r.params.after} ${r.params.currency} instead of ${r.params.before}`,
  'portfolio.impact.needs-history': (r) =>
    `${r.params.path} rests on what happened before the new rules begin; only whole histories can answer it`,
  'portfolio.impact.state-later': (r) => `${who(r)} is stored as of ${r.params.state}, later than the day asked`,
  'portfolio.impact.other-definition': (r) =>
    `${who(r)} is stored under another version (${r.params.state}) than the rules as they are (${r.params.definition})`,
  'portfolio.impact.plan-missing': (r) => `${who(r)} has paid for the plan ${r.params.plan}, which the new rules do not have`,
  'portfolio.metric.told': () => 'Told',
  'portfolio.metric.too-few': () => 'Rests on few customers',
  'portfolio.metric.none': () => 'Nobody to tell it of',
  'portfolio.risk.told': () => 'Told',
  'portfolio.risk.too-few': () => 'Rests on few customers: no interval',
  'portfolio.risk.none': () => 'Nobody whose value and chance are known',
  'portfolio.allocation.best': (r) =>
    `${r.params.spent} of ${r.params.budget} spent for a value of ${figure(r.params.value, 3)}; no plan brings more`,
  'portfolio.allocation.near-best': (r) =>
    `${r.params.spent} of ${r.params.budget} spent for a value of ${figure(r.params.value, 3)}; no plan brings more than ${figure(r.params.bound, 3)}`,
  'portfolio.allocation.floor-unreached': (r) =>
    `${r.params.group} should get at least ${r.params.floor}, but its options take only ${r.params.spent}`,
  'portfolio.allocation.short': (r) => `One more unit of budget would bring about ${figure(r.params.shadowPrice, 3)}`,
  'portfolio.effect.found': (r) =>
    `An effect of ${figure(r.params.effect, 3)}, ${percent(r.params.confidence)} between ${figure(r.params.low, 3)} and ${figure(r.params.high, 3)}`,
  'portfolio.effect.unclear': (r) =>
    `No effect can be told from chance: ${figure(r.params.effect, 3)}, ${percent(r.params.confidence)} between ${figure(r.params.low, 3)} and ${figure(r.params.high, 3)}${r.params.detectable === null ? '' : `; groups of this size would find ${figure(r.params.detectable, 3)}`}`,
  'portfolio.effect.too-few': (r) =>
    `Too few customers to say (${r.params.treated} treated${r.params.comparison === null ? '' : `, ${r.params.comparison} compared`}; at least ${r.params.minimum} each)`,
  'portfolio.effect.no-comparison': (r) =>
    `From ${figure(r.params.before, 3)} to ${figure(r.params.after, 3)}, with nobody to compare: whatever else changed is in this, so no effect is claimed`,
}

function who({ params }: Reason): string {
  return params.member === null ? 'the customer' : String(params.member)
}

/** Criteria and parts are told by id; those of the preset have words. */
function name({ params }: Reason): string {
  return tierWord('column', params.criterion)
}

function part({ params }: Reason): string {
  return tierWord('part', params.part)
}

/** A word of the tier table: a criterion, a level, a part of a criterion. A host's own ids are their own words. */
export function tierWord(noun: 'column' | 'level' | 'part', id: unknown): string {
  const code = `portfolio.${noun}.${String(id).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  return Object.hasOwn(portfolioEn, code) ? portfolioEn[code]({ code, outcome: 'info', params: {} }) : String(id)
}

function inCurrency({ params }: Reason): string {
  return params.currency ? ` (${params.currency})` : ''
}

function at(reason: Reason): string {
  return reason.path && reason.path.length > 0 ? `${reason.path.join('.')}: ` : ''
}
