import type { Reason, Scalar } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { money } from '../figures.js'

const KINDS: Readonly<Record<string, string>> = {
  earn: 'earned',
  award: 'awarded',
  opening: 'brought along',
  adjust: 'adjusted',
  restore: 'given back',
  convert: 'converted',
  hold: 'put on hold',
  release: 'released',
  cancel: 'canceled on hold',
  redeem: 'redeemed',
  expire: 'expired',
  forfeit: 'forfeited',
  reverse: 'taken back',
}

/** Proofs of tiers and balances, and ways to tiers. */
export const previewEn: Catalogue = {
  'preview.tier.held': (r) => `on ${r.params.asOf} the tier is ${r.params.tier}`,
  'preview.tier.overridden': (r) => `on ${r.params.asOf} the tier is ${r.params.tier}, which lies over ${r.params.below}`,
  'preview.tier.none': (r) => `${r.params.program} has no tiers`,
  'preview.account.outside': (r) => `on ${r.params.asOf} the account had not joined, so it has no tier`,
  'preview.account.closed': (r) => `the account has been closed since ${r.params.asOf}`,
  'preview.rung.decided': (r) => `${r.params.tier} is ${r.outcome === 'met' ? 'held' : 'not held'}`,
  'preview.rung.base': (r) => `everybody has ${r.params.tier}`,
  'preview.status.running': (r) =>
    `a status (${r.params.reason}) ${r.outcome === 'met' ? 'runs' : 'does not run now: it is'} from ${r.params.from}${r.params.until === null ? ', without an end' : ` through ${r.params.until}`}`,
  'preview.grace.running': (r) => `a grace ${r.outcome === 'met' ? 'runs' : 'ran'} through ${r.params.until}`,
  'preview.tier.way': (r) =>
    `way ${r.params.way} of ${r.params.ways} to ${r.params.tier} is ${r.outcome === 'met' ? 'open' : r.outcome === 'unmet' ? 'not met' : 'unknown'}`,
  'preview.way.requires': (r) => `it starts from ${r.params.tier}; the tier held is ${r.params.held}`,
  'preview.way.asked': (r) => `it is decided when “${r.params.event}” asks for it`,
  'preview.way.dated': (r) => (r.params.on === null ? 'no date is set on which it is decided' : `it is decided on ${r.params.on}`),
  'preview.way.lifetime': (r) => `${r.params.tier} for life: ${r.outcome === 'met' ? 'earned' : 'not earned yet'}`,
  'preview.way.granted': (r) => `“${r.params.event}” (${r.params.grant}) would give ${r.params.tier}`,
  'preview.way.subscribed': (r) => `plan “${r.params.plan}” would give ${r.params.tier}`,
  'preview.tier.keep': (r) =>
    `${r.params.tier} is reviewed on ${r.params.on}; as things stand today it would ${r.outcome === 'met' ? 'stay' : 'not stay'}`,

  'preview.balance.held': (r) => `on ${r.params.asOf} the balance is ${r.params.amount} ${r.params.currency}`,
  'preview.balance.lots': (r) => `${count(r.params.lots, 'lot')} of ${r.params.currency} make ${r.params.amount}`,
  'preview.balance.lot': (r) => `${r.params.amount} of ${r.params.earned}, ${until(r)}`,
  'preview.balance.lot-later': (r) => `${r.params.amount} of ${r.params.earned}, usable from ${r.params.usableFrom}, ${until(r)}`,
  'preview.balance.debt': (r) => `a debt of ${r.params.amount}, to be earned back first`,
  'preview.balance.totals': (r) => `of all ${r.params.currency} ever earned, ${r.params.amount} are left`,
  'preview.balance.earned': (r) => `${r.params.amount} earned so far`,
  'preview.balance.pending': (r) => `less ${r.params.amount} still on hold`,
  'preview.balance.spent': (r) => `less ${r.params.amount} spent`,
  'preview.balance.expired': (r) => `less ${r.params.amount} that ended unused`,
  'preview.balance.reversed': (r) => `less ${r.params.amount} taken back`,
  'preview.balance.entries': (r) => `${count(r.params.entries, 'ledger line')} of ${r.params.currency} come to ${r.params.amount}`,
  'preview.balance.brought': (r) => `${r.params.amount} brought forward from ${r.params.on}`,
  'preview.entry.moved': (r) => `${r.params.on}: ${r.params.amount} ${kind(r)} by ${r.params.rule}, because of ${r.params.cause}`,
  'preview.entry.held': (r) =>
    `${r.params.on}: ${r.params.amount} ${kind(r)} by ${r.params.rule}, because of ${r.params.cause}; no balance moves`,
  'preview.entry.undone': (r) =>
    `${r.params.on}: ${r.params.amount} ${kind(r)} by ${r.params.rule}, because of ${r.params.cause}, to undo ${r.params.undoes}`,

  'preview.figure.changed': (r) => `${r.params.figure} goes from ${r.params.was} to ${r.params.is}`,

  'preview.goal.reach': (r) => sentence(`${needs(r)}${by(r)} to reach ${r.params.tier}`),
  'preview.goal.keep': (r) => sentence(`${needs(r)}${by(r)} to keep ${r.params.tier}; otherwise ${r.params.otherwise} from ${r.params.on}`),
  'preview.goal.secured': (r) =>
    r.params.until === null
      ? `nothing known so far takes ${r.params.tier} away`
      : `${r.params.tier} is already safe through ${r.params.until}`,
  'preview.goal.searched': (r) =>
    `the amount of “${r.params.event}” for ${r.params.tier} was found by trying: rates, rounding or caps stand between`,
  'preview.goal.untried': (r) => `no single set of events was found that brings ${r.params.tier}; limits may spread it over several days`,
  'preview.goal.spread': (r) =>
    `limits ask for ${count(r.params.events, 'event')} one after the other for ${r.params.tier}, the last on ${r.params.through}`,
  'preview.goal.uncertain': (r) =>
    `these events bring ${r.params.tier}, but the search for the cheapest ended at its limit: less may be enough`,
  'preview.goal.capped': (r) =>
    `no events were found that bring ${r.params.tier}: limits let “${r.params.of}” come to ${r.params.most} at most`,
  'preview.goal.fed': (r) => `one way to ${r.params.tier}: ${parts(r)}`,
  'preview.feed.amount': (r) => `${money(r.params.amount, r.params.currency)} of “${r.params.event}”${where(r)}`,
  'preview.feed.number': (r) => `“${r.params.event}” with ${r.params.amount} of “${r.params.field}”${where(r)}`,
  'preview.feed.count': (r) => `${count(r.params.count, `“${r.params.event}” event`)}${where(r)}`,
  'preview.need.spend': (r) => `spend ${money(r.params.amount, r.params.currency)} more`,
  'preview.need.amount': (r) => `add ${money(r.params.amount, r.params.currency)} to “${r.params.measure}”`,
  'preview.need.orders': (r) => `place ${count(r.params.count, 'more order')}`,
  'preview.need.count': (r) => `add ${r.params.count} to the count of “${r.params.measure}”`,
  'preview.need.number': (r) => `collect ${r.params.amount} more of “${r.params.measure}”`,
  'preview.need.points': (r) => `earn ${r.params.points} more towards “${r.params.measure}”`,
  'preview.need.balance': (r) => `raise the balance by ${r.params.points} ${r.params.currency}`,
  'preview.need.level': (r) => `bring “${r.params.measure}” to ${r.params.value}`,
  'preview.need.member': (r) => `${r.params.member}: ${parts(r)}`,
  'preview.need.flag': (r) => `obtain “${r.params.flag}”`,
  'preview.need.event': (r) => `complete “${r.params.event}”`,
}

function kind(r: Reason): string {
  return KINDS[String(r.params.kind)] ?? String(r.params.kind)
}

function until(r: Reason): string {
  return r.params.until === null ? 'without an end' : `usable through ${r.params.until}`
}

function by(r: Reason): string {
  return r.params.by === null ? '' : ` by ${r.params.by}`
}

/** What is missing, in one breath. */
function needs(r: Reason): string {
  return parts(r) || 'wait'
}

function parts(r: Reason): string {
  const all = (r.children ?? []).map((child) => (previewEn[child.code] ?? (() => child.code))(child))
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all[all.length - 1]}` : all.join()
}

/** What else an event carries. */
function where(r: Reason): string {
  return r.params.where === null ? '' : ` (${r.params.where})`
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function count(n: Scalar | undefined, noun: string): string {
  return n === 1 ? `1 ${noun}` : `${n} ${noun}s`
}
