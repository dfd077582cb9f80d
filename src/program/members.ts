/** Accounts of several people: who belongs, whose points are whose, and what a redemption draws from each. */

import { compareExact, type Exact, exactText, fromUnits } from '../core/decimal/exact.js'
import { splitProportionally } from '../core/decimal/split.js'
import { reason } from '../core/reason.js'
import { formatDate } from '../core/time/civil.js'
import { post, purseOf, setPurse } from '../points/ledger.js'
import { type Lot, lotsOf, type Purse, spend, type Taken, takeLots } from '../points/purse.js'
import { refused } from '../points/refusal.js'
import { asMember, memberKey } from './counters.js'
import type { CurrencyForm, MemberReader } from './form.js'
import { openGiven } from './opening.js'
import type { Run } from './run.js'

/** Who the fact at work is about; `undefined` in a program without members. */
function memberOf(run: Run): string | undefined {
  const { members } = run.program.definition
  if (members === undefined || run.cause === 'due') return undefined
  const named = members.member === undefined ? undefined : run.fact.attributes?.[members.member]
  const id = typeof named === 'string' ? named : run.fact.customerId
  return id === '' ? undefined : id
}

/** Joining, leaving, and facts of people who do not belong. @throws a refusal */
export function belong(run: Run): void {
  const { members } = run.program.definition
  if (members === undefined) return
  const { books, fact } = run
  const id = memberOf(run)
  run.member = id
  if (id === undefined) return
  if (run.order !== undefined) run.order.member = id
  const known = books.members.some((member) => member.id === id)
  if (fact.type === members.join || books.members.length === 0) {
    if (known) throw refused('already-member', 'program.member.known', {})
    if (members.max !== undefined && books.members.length >= members.max)
      throw refused('account-full', 'program.member.full', { max: members.max })
    books.members = [...books.members, { id, from: run.day }]
    run.reasons.push(reason('program.member.joined', 'applied', { count: books.members.length }))
    if (fact.type === members.join) openGiven(run)
  } else if (!known) throw refused('not-a-member', 'program.member.unknown', {})
  else if (fact.type === members.leave) leave(run, id)
}

/** What becomes of the values that members have each for themselves. */
export function memberReader(mode: 'least' | 'most' | 'own'): MemberReader {
  if (mode === 'own') return (run, own) => (run.member === undefined ? undefined : own())
  const sign = mode === 'least' ? -1 : 1
  return (run, own) => {
    let best: Exact | undefined
    for (const { id } of run.books.members) {
      const value = asMember(run, id, own)
      if (value === undefined && mode === 'least') return undefined
      if (value !== undefined && (best === undefined || compareExact(value, best) * sign > 0)) best = value
    }
    return best
  }
}

function leave(run: Run, id: string): void {
  const { books, program } = run
  for (const counter of Object.values(program.counters)) {
    const { [memberKey(counter.id, id)]: _, ...rest } = books.counters
    if (counter.perMember !== undefined) books.counters = rest
  }
  const goes = program.definition.members?.leaving ?? 'take'
  for (const { id: currency, scale } of program.currencyList) {
    if (goes === 'stay') continue
    const purse = purseOf(run, currency)
    const own = lotsOf(purse).filter(({ member }) => member === id)
    const units = own.reduce((sum, { left }) => sum + left, 0)
    const rest = takeLots(purse, units, 'oldest', undefined, isOf(id)).purse
    if (units > 0 && goes === 'take') {
      setPurse(run, currency, spend(rest, units))
      post(run, 'transfer', currency, -units, 'leave')
      run.effects.push({ type: 'transfer', at: run.now, cause: run.cause, member: id, currency, lots: shownLots(own, scale) })
    } else if (units > 0) {
      setPurse(run, currency, { ...rest, expired: rest.expired + units })
      post(run, 'forfeit', currency, -units, 'leave')
    }
    const here = purseOf(run, currency)
    const held = here.holds.filter(({ member }) => member === id).reduce((sum, { units }) => sum + units, 0)
    if (held > 0) {
      setPurse(run, currency, { ...here, holds: here.holds.filter(({ member }) => member !== id), reversed: here.reversed + held })
      post(run, 'cancel', currency, -held, 'leave')
    }
  }
  books.members = books.members.filter((member) => member.id !== id)
  run.reasons.push(reason('program.member.left', 'applied', { count: books.members.length }))
}

/** Lots as an `opening`, a `join` or a transfer in takes them. */
export function shownLots(lots: readonly Lot[], scale: number): readonly Readonly<Record<string, string>>[] {
  return lots.map(({ day, until, left }) => ({
    earned: formatDate(day),
    amount: exactText(fromUnits(left, scale)),
    ...(until === null ? {} : { expiresOn: formatDate(until) }),
  }))
}

function isOf(member: string | undefined): (lot: Lot) => boolean {
  return (lot) => lot.member === member
}

/**
 * Takes what is redeemed: the currency's own order over all lots, or from each member in proportion to what they could redeem. Of the odd units
 * the largest remainders get one each, ties in the order of joining; what belongs to nobody counts as one more member, the last.
 */
export function drawLots(run: Run, purse: Purse, units: number, { consume }: CurrencyForm): Taken {
  if (run.program.definition.members?.draw !== 'proportional') return takeLots(purse, units, consume, run.day)
  const owners: (string | undefined)[] = run.books.members.map(({ id }) => id)
  for (const { member } of lotsOf(purse)) if (!owners.includes(member)) owners.push(member)
  const weights = owners.map((owner) =>
    lotsOf(purse).reduce((sum, lot) => (isOf(owner)(lot) && (lot.usableFrom ?? run.day) <= run.day ? sum + lot.left : sum), 0),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total < units || units === 0) return takeLots(purse, units, consume, run.day)
  const used: Lot[] = []
  let left = purse
  splitProportionally(units, weights).forEach((share, i) => {
    if (share === 0) return
    const taken = takeLots(left, share, consume, run.day, isOf(owners[i]), 'only')
    left = taken.purse
    used.push(...taken.lots)
  })
  return { purse: left, lots: used, missing: 0 }
}
