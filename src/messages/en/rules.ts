import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

const SIGNS: Readonly<Record<string, string>> = { gte: '≥', gt: '>', lte: '≤', lt: '<', eq: 'is', in: 'is one of', exists: 'is known:' }

/** Conditions and their proofs. */
export const rulesEn: Catalogue = {
  'rules.group.all': (r) => `all of these: ${r.params.met} of ${r.params.of} hold`,
  'rules.group.any': (r) => `any of these: ${r.params.met} of ${r.params.of} hold`,
  'rules.group.at-least': (r) => `at least ${r.params.needed} of these: ${r.params.met} of ${r.params.of} hold`,
  'rules.group.not': (r) => (r.outcome === 'met' ? 'not the following, rightly' : 'the following holds but must not'),
  'rules.flag.set': (r) => (r.actual === true ? `“${r.params.flag}” is set` : `“${r.params.flag}” is not set`),
  'rules.tier.held': (r) => `tier ${r.params.mode === 'atLeast' ? `${r.params.tiers} or above` : `in ${r.params.tiers}`}: ${yes(r)}`,
  'rules.measure.compared': (r) =>
    `${r.params.name ?? r.params.measure}${r.params.window ? ' of the closed window' : ''}${compared(r)}${span(r)}`,
  'rules.balance.compared': (r) => `the balance of ${r.params.name ?? r.params.balance}${compared(r)}`,
  'rules.field.compared': (r) => `the event’s ${r.params.field}${compared(r)}`,
  'rules.member.compared': (r) => `the member’s ${r.params.member}${compared(r)}`,
  'rules.calendar.compared': (r) => `the calendar’s ${r.params.calendar}${compared(r)}`,
  'rules.value.compared': (r) => `a computed value${compared(r)}`,
  'rules.share.compared': (r) => `${r.params.of}, as a part of the ${r.params.whole} of ${r.params.in},${compared(r)}`,
  'rules.condition.never': (r) => `${at(r)}this condition can never hold`,
  'rules.alternative.shadowed': (r) => `${at(r)}this alternative decides nothing: alternative ${Number(r.params.by) + 1} already covers it`,
  'rules.part.redundant': (r) => `${at(r)}this part decides nothing: the others already require it`,
}

function compared(r: Reason): string {
  const is = r.actual === undefined ? ' is unknown' : ` is ${r.actual}`
  const missing = r.missing === undefined ? '' : `, ${r.missing} missing`
  return `${is} (needs ${SIGNS[String(r.params.operator)] ?? r.params.operator} ${r.required ?? ''}${missing})`
}

function span(r: Reason): string {
  if (r.window === undefined) return ''
  const { from, to } = r.window
  return from === null ? ` up to ${to ?? 'today'}` : ` from ${from} to ${to ?? 'today'}`
}

function yes(r: Reason): string {
  return r.outcome === 'met' ? 'yes' : 'no'
}

function at(r: Reason): string {
  return r.path && r.path.length > 0 ? `${r.path.join('.')}: ` : ''
}
