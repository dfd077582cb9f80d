/** What to do next with each customer: stage, tier and value through the standard playbook. */
import { rows } from 'tierwise/facts'
import { nextActionTable, standardPlaybook } from 'tierwise/playbook'
import { total } from '../report/data.mjs'

/** Of the mean order: what an offer and a visit are taken to cost. */
const OFFER = 0.05
const VISIT = 0.25

/**
 * @param summary, table, stages rows of the same customers in the same order
 * @param value from `valueAhead`
 * @returns `{ next: [{ action?, channel? }], valueAtRisk: Float64Array (major units), counts, costs }`
 */
export function actionsOf(facts, { summary, table, stages, value }, progress = () => {}) {
  const { length } = summary
  const { orders, revenueMinor } = summary.columns
  const known = (column) => total(column.filter((each) => !Number.isNaN(each)))
  const meanOrder = known(revenueMinor) / Math.max(1, known(orders))
  const costs = { offerMinor: Math.round(meanOrder * OFFER), visitMinor: Math.round(meanOrder * VISIT) }
  const { places } = value
  const majorOf = (minor) => (minor / 10 ** places).toFixed(places)
  const playbook = standardPlaybook({
    timeZone: facts.timeZone,
    tiers: { top: ['high'], middle: ['medium'], base: ['low'] },
    offerCost: majorOf(costs.offerMinor),
    visitCost: majorOf(costs.visitMinor),
  })
  const { enrolled, complaining, channels } = flagsOf(facts)
  const expected = value.columns?.clv
  const valueAtRisk = Float64Array.from({ length }, (_, i) => (expected ? expected[i] * (1 - value.columns.pAlive[i]) : Number.NaN))
  const { stage, daysInStage } = stages.table.columns
  const { tier, customerId } = table.columns
  function* customers() {
    for (let i = 0; i < length; i++) {
      if (i % 2000 === 0) progress('actions', i / length)
      yield {
        customerId: customerId[i],
        stage: stage.values[stage.codes[i]],
        ...(tier.codes[i] < 0 ? {} : { tier: tier.values[tier.codes[i]] }),
        ...(expected?.[i] >= 0 ? { expectedValue: expected[i].toFixed(places), valueAtRisk: valueAtRisk[i].toFixed(places) } : {}),
        daysInStage: daysInStage[i],
        openComplaint: complaining.has(i),
        enrolled: enrolled.has(i),
        preferredChannels: channels[i] ?? [],
      }
    }
  }
  const next = Array.from(rows(nextActionTable(playbook, customers(), { asOf: summary.asOf })))
  const counts = new Map()
  for (const each of next) counts.set(each.action, (counts.get(each.action) ?? 0) + 1)
  return {
    next,
    valueAtRisk,
    costs,
    counts: [...counts].map(([action, customers]) => ({ action, customers })).sort((a, b) => b.customers - a.customers),
  }
}

/** Members of the program, customers with a complaint nobody has solved, and the channels each one uses. */
function flagsOf(facts) {
  const { type, customer, channel, attributes } = facts.columns
  const [enroll, feedback] = ['enroll', 'feedback'].map((name) => type.values.indexOf(name))
  const enrolled = new Set()
  const complaining = new Set()
  const used = new Map()
  for (let i = 0; i < facts.length; i++) {
    const c = customer[i]
    if (type.codes[i] === enroll) enrolled.add(c)
    if (type.codes[i] === feedback && attributes?.[i]?.complaint === true && attributes[i].solvedAt === undefined) complaining.add(c)
    if (channel && channel.codes[i] >= 0) {
      const counts = used.get(c) ?? new Map()
      used.set(c, counts)
      const word = channel.values[channel.codes[i]]
      counts.set(word, (counts.get(word) ?? 0) + 1)
    }
  }
  const channels = []
  for (const [c, counts] of used) {
    const all = [...counts.values()].reduce((sum, n) => sum + n, 0)
    channels[c] = [...counts].map(([word, support]) => ({ channel: word, share: support / all, support }))
  }
  return { enrolled, complaining, channels }
}
