/** Who would move under new rules: a program's over whole histories, a ladder's over today's measures. */
import { factAt, rows, rowsByCustomer } from 'tierwise/facts'
import { explainImpact, ladderImpact, programImpact } from 'tierwise/portfolio'
import { Problem } from '../problem.mjs'

/**
 * @param rules `{ before, after }`, defined
 * @param analysis from `analyze`
 * @param options `{ benefitCost, pointWorth }`
 * @returns what the page and the CSV show: `{ before, after, tiers, members, moves, matrix, losers, winners, benefits, points, … }`
 */
export function impactOf({ before, after }, facts, analysis, options, progress = () => {}) {
  const found =
    before.kind === 'program'
      ? ofPrograms(before, after, facts, analysis, options, progress)
      : ofLadders(before, after, facts, analysis, options)
  const tiers = [...new Set([...found.after.tiers, ...found.before.tiers])]
  const rank = (tier) => tiers.indexOf(tier)
  const fall = ({ from, to }) => rank(from) - rank(to)
  const lost = ({ points }) => Object.values(points).reduce((sum, text) => sum + Number(text), 0)
  const { name, amountMinor } = analysis.table.columns
  const place = new Map(analysis.table.columns.customerId.map((id, i) => [id, i]))
  // One who rises is no loser, even with fewer points: the tier comes first.
  const rises = ({ move }) => move === 'up'
  const told = (each) => ({ ...each, name: name?.[place.get(each.id)], amountMinor: amountMinor?.[place.get(each.id)] })
  return {
    ...found,
    kind: before.kind,
    asOf: analysis.summary.asOf,
    tiers,
    hasNone: Object.hasOwn(found.matrix, '') || Object.values(found.matrix).some((row) => Object.hasOwn(row, '')),
    losers: found.losers
      .filter((each) => !rises(each))
      .map(told)
      .sort((a, b) => fall(b) - fall(a) || lost(a) - lost(b)),
    winners: [...found.losers.filter(rises), ...found.winners].map(told).sort((a, b) => fall(a) - fall(b) || lost(b) - lost(a)),
  }
}

function ofPrograms(before, after, facts, { summary }, { benefitCost, pointWorth }, progress) {
  for (const { id, currency } of [before, after])
    if (currency !== undefined && currency !== facts.currency && facts.currency !== 'XXX')
      throw new Problem('rules.currency', { id, rules: currency, files: facts.currency })
  const impact = programImpact(before, after, membersOf(facts, progress), { asOf: summary.asOf, benefitCost, pointWorth })
  const changes = [...impact.losers, ...impact.winners]
  return {
    before: impact.before,
    after: impact.after,
    members: impact.members,
    unchanged: impact.unchanged,
    moves: counted(changes),
    matrix: impact.matrix,
    benefits: benefitCost && impact.cost.benefits,
    liability: pointWorth && impact.cost.liability,
    points: summed(changes),
    refusals: impact.refusals,
    losers: impact.losers,
    winners: impact.winners,
  }
}

/** Everybody with all that happened to them; a fact without an id is one of its own. */
function* membersOf(facts, progress) {
  const { starts, rows: order } = rowsByCustomer(facts)
  const { ids } = facts.customers
  for (let c = 0; c < ids.length; c++) {
    if (c % 1000 === 0) progress('impact', c / ids.length)
    const events = Array.from(order.subarray(starts[c], starts[c + 1]), (i) => {
      const fact = factAt(facts, i)
      return {
        ...fact,
        id: `${fact.type}-${fact.id ?? `row-${i}`}`,
        ...(fact.refersTo === undefined ? {} : { refersTo: `purchase-${fact.refersTo}` }),
      }
    })
    yield { id: ids[c], events }
  }
}

/** The measures a ladder can name here; money in major units. */
function measuresOf(facts, { summary, table, value }) {
  const major = (column) => Float64Array.from(column, (minor) => minor / 10 ** value.places)
  const { orders, frequency, recencyDays, tenureDays, revenueMinor, contributionMinor, meanGapDays } = summary.columns
  const columns = {
    customerId: facts.customers.ids,
    spend: major(revenueMinor),
    contribution: major(contributionMinor),
    orders,
    frequency,
    recencyDays,
    tenureDays,
    meanGapDays,
    ...(table.columns.score ? { score: table.columns.score } : {}),
    ...(value.columns ? { pAlive: value.columns.pAlive, expectedOrders: value.columns.expectedPurchases } : {}),
    ...(value.columns?.clv ? { expectedValue: value.columns.clv } : {}),
  }
  return { length: summary.length, columns }
}

function ofLadders(before, after, facts, analysis, { benefitCost }) {
  const measures = measuresOf(facts, analysis)
  const named = [...new Set([before, after].flatMap(namesIn))]
  const unknown = named.filter((name) => !Object.hasOwn(measures.columns, name))
  if (unknown.length > 0)
    throw new Problem('rules.measure', { names: unknown.join(', '), known: Object.keys(measures.columns).slice(1).join(', ') })
  const { asOf } = analysis.summary
  const impact = ladderImpact(before, after, measures, { asOf, benefitCost })
  const change = ({ row, customerId, move, from, to, untilBefore, untilAfter }) => ({
    id: customerId,
    move,
    from,
    to,
    points: {},
    validUntilBefore: dateOf(untilBefore),
    validUntilAfter: dateOf(untilAfter),
    reasons: withGrounds(explainImpact(before, after, measuresAt(measures, row), { asOf })),
  })
  return {
    before: impact.before,
    after: impact.after,
    members: impact.members,
    unchanged: impact.unchanged,
    moves: impact.moves,
    matrix: impact.matrix,
    benefits: benefitCost && impact.cost.benefits,
    points: {},
    measures: named,
    losers: Array.from(rows(impact.losers), change),
    winners: Array.from(rows(impact.winners), change),
  }
}

/** A move, and the conditions that the customer does not meet under the rules that give less. */
function withGrounds(move) {
  const [now, then] = move.children
  const less = move.code === 'portfolio.impact.up' || move.code === 'portfolio.impact.later' ? now : then
  return [move, ...unmet(less).slice(0, 2)]
}

function unmet(reason) {
  if (reason.outcome === 'unmet' && reason.required !== undefined) return [reason]
  return (reason.children ?? []).flatMap(unmet)
}

/** What stands under `measure` anywhere in a ladder. */
function namesIn(node) {
  if (Array.isArray(node)) return node.flatMap(namesIn)
  if (node === null || typeof node !== 'object') return []
  return Object.entries(node).flatMap(([key, value]) => (key === 'measure' && typeof value === 'string' ? [value] : namesIn(value)))
}

function measuresAt({ columns }, i) {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, column]) =>
      typeof column[i] === 'number' && Number.isNaN(column[i]) ? [] : [[name, column[i]]],
    ),
  )
}

function dateOf(instant) {
  return Number.isFinite(instant) ? new Date(instant).toISOString().slice(0, 10) : undefined
}

function counted(changes) {
  const moves = { up: 0, down: 0, changed: 0, sooner: 0, later: 0, same: 0 }
  for (const { move } of changes) moves[move]++
  return moves
}

/** Decimal texts of each currency added exactly, as integers of their longest fraction. */
function summed(changes) {
  const texts = new Map()
  for (const { points } of changes) for (const [currency, text] of Object.entries(points)) list(texts, currency).push(text)
  return Object.fromEntries([...texts].map(([currency, list]) => [currency, sumOf(list)]))
}

function sumOf(texts) {
  const places = texts.reduce((most, text) => Math.max(most, (text.split('.')[1] ?? '').length), 0)
  const units = texts.reduce((sum, text) => {
    const [whole, fraction = ''] = text.split('.')
    return sum + BigInt(whole + fraction.padEnd(places, '0'))
  }, 0n)
  return Number(units) / 10 ** places
}

function list(map, key) {
  if (!map.has(key)) map.set(key, [])
  return map.get(key)
}
