/** The decision of the table `tiers` beside what takes so much longer that it gets a table with fewer decisions: the full proof, and an asynchronous engine of rules. */
import { NOW, TIERS } from './ceilings/w2-tiers/program.mjs'
import { load as all, variants as single, timed } from './tiers.mjs'
import { AS_OF, CODES, definition, GRACE_FROM } from './work/tiers.mjs'

export const base = 'tierwise'
export const peers = ['json-rules-engine']
const GOALS = [{ goal: 'G5', variant: 'tierwise', of: 'json-rules-engine', atMost: 1 / 1000 }]
export const sizes = {
  '20k decisions, cycling 2k customers': { customers: 2_000, decisions: 20_000, quick: true, warm: 1, runs: 3, goals: GOALS },
}
export const load = all

const node = (part) =>
  Array.isArray(part)
    ? { fact: part[0], operator: 'greaterThanInclusive', value: part[2] }
    : part.all
      ? { all: part.all.map(node) }
      : { any: part.any.map(node) }

export const variants = {
  tierwise: single.tierwise,
  'hand-written': single['hand-written'],
  // The proof names every condition of every tier, with what is missing.
  'with full proof': async ({ list, decisions }) => {
    const { adoptTiers, evaluateTier, explainTierDecision } = await import('tierwise/tiers')
    const ladder = adoptTiers(definition)
    const explained = ({ measures, current }) => {
      const decision = evaluateTier(ladder, measures, { asOf: AS_OF, current })
      return explainTierDecision(ladder, measures, { asOf: AS_OF, current }).children.length > 0 ? decision : {}
    }
    return timed(explained, list, decisions)
  },
  'json-rules-engine': async ({ numbers, decisions }) => {
    const { Engine } = await import('json-rules-engine')
    const engine = new Engine()
    TIERS.forEach(({ entry, retain }, rank) => {
      if (entry === null) return
      engine.addRule({ conditions: node(entry), event: { type: 'entry', params: { rank } }, priority: 10 + rank })
      engine.addRule({
        conditions: { all: [{ fact: 'tier', operator: 'equal', value: rank }, node(retain)] },
        event: { type: 'retain' },
        priority: rank,
      })
    })
    const each = async (row) => {
      const { events } = await engine.run(row)
      let rank = 0
      let keeps = false
      for (const { type, params } of events) {
        if (type === 'retain') keeps = true
        else if (params.rank > rank) rank = params.rank
      }
      const { tier, until } = row
      if (rank > tier) return { tier: rank, outcome: 'entered', codes: CODES[1] }
      if (tier === 0) return { tier, outcome: 'base', codes: CODES[0] }
      if (until >= NOW) return { tier, outcome: 'held', codes: CODES[2] }
      if (rank === tier || keeps) return { tier, outcome: 'kept', codes: CODES[rank === tier ? 3 : 4] }
      if (until >= GRACE_FROM) return { tier, outcome: 'grace', codes: CODES[5] }
      return { tier: rank, outcome: 'fell', codes: CODES[6] }
    }
    let tally = 0
    for (let i = 0; i < numbers.length; i++) {
      const { tier, outcome, codes } = await each(numbers[i])
      tally = (tally + (tier * 7 + outcome.length + codes.join().length) * (i + 1)) % 1e9
    }
    return async () => {
      let sum = 0
      for (let i = 0; i < decisions; i++) sum += TIERS[(await each(numbers[i % numbers.length])).tier].id.length
      return { check: `${tally} ${sum}` }
    }
  },
}

export { check } from './tiers.mjs'
