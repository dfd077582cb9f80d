import { describe, expect, it } from 'vitest'
import { explainBalance, explainTier } from '../../src/preview/index.js'
import { advanceProgram, readStanding } from '../../src/program/index.js'
import { playedCards } from './cards.js'
import { flips, problemsIn } from './checker.js'

const played = playedCards()

describe('proofs of every account of the cards', () => {
  it('are re-checked without the engine, and name the tier and balances that stand', () => {
    const wrong: string[] = []
    let trees = 0
    for (const { name, definition, states, checkpoints } of played) {
      for (const { state, asOf } of [...states, ...checkpoints]) {
        const proof = explainTier(definition, state, { asOf })
        const problems = problemsIn(proof).map((problem) => `${name} ${asOf} ${problem}`)
        wrong.push(...problems)
        const standing = readStanding(definition, advanceProgram(definition, state, { asOf }).state)
        if (proof.code === 'preview.tier.held' && proof.actual !== standing.tier)
          wrong.push(`${name} ${asOf}: ${proof.actual}, but ${standing.tier} stands`)
        for (const currency of Object.keys(definition.currencies ?? {})) {
          const balance = explainBalance(definition, state, { asOf, currency })
          wrong.push(...problemsIn(balance).map((problem) => `${name} ${asOf} ${currency} ${problem}`))
          if (balance.actual !== standing.balances[currency])
            wrong.push(`${name} ${asOf} ${currency}: ${balance.actual} against ${standing.balances[currency]}`)
          trees++
        }
        trees++
      }
    }
    expect(wrong.slice(0, 20)).toEqual([])
    expect(trees).toBeGreaterThan(2_500)
  })

  it('come from the first entry on when the host hands in its ledger', () => {
    const wrong: string[] = []
    for (const { name, definition, states } of played) {
      const last = states[states.length - 1]
      if (last === undefined) continue
      for (const currency of Object.keys(definition.currencies ?? {})) {
        const proof = explainBalance(definition, last.state, { asOf: last.asOf, currency, entries: last.entries })
        wrong.push(...problemsIn(proof).map((problem) => `${name} ${currency} ${problem}`))
      }
    }
    expect(wrong.slice(0, 20)).toEqual([])
  })

  it('fail the check when any leaf is turned round', () => {
    const survived: string[] = []
    let leaves = 0
    for (const { name, definition, checkpoints } of played) {
      for (const { state, asOf } of checkpoints) {
        const trees = [
          explainTier(definition, state, { asOf }),
          ...Object.keys(definition.currencies ?? {}).map((currency) => explainBalance(definition, state, { asOf, currency })),
        ]
        for (const tree of trees) {
          if (tree.children === undefined) continue
          for (const { leaf, tree: other } of flips(tree)) {
            leaves++
            if (problemsIn(other).length === 0) survived.push(`${name} ${asOf}: ${leaf.code} ${JSON.stringify(leaf)}`)
          }
        }
      }
    }
    expect(survived.slice(0, 10)).toEqual([])
    expect(leaves).toBeGreaterThan(3_000)
  })

  it('name each unmet condition of a refused tier with actual, required, missing and window', () => {
    const wrong: string[] = []
    let conditions = 0
    for (const { name, definition, checkpoints } of played) {
      for (const { state, asOf } of checkpoints) {
        for (const rung of explainTier(definition, state, { asOf }).children ?? []) {
          if (rung.outcome === 'met') continue
          const enter = definition.tiers?.find(({ id }) => id === rung.actual)?.enter
          const ways = rung.children?.filter(({ code }) => code === 'preview.tier.way') ?? []
          if (enter !== undefined && ways.length === 0 && (rung.path?.[1] as number) > 0) {
            const held = definition.tiers?.findIndex(({ id }) => id === explainTier(definition, state, { asOf }).actual) ?? 0
            if ((rung.path?.[1] as number) > held) wrong.push(`${name} ${asOf} ${rung.actual}: no way is named`)
          }
          const visit = (node: (typeof ways)[number]): void => {
            node.children?.forEach(visit)
            if (node.code !== 'rules.measure.compared' || node.outcome !== 'unmet') return
            conditions++
            const { actual, required, missing, window, params } = node
            if (
              actual === undefined ||
              required === undefined ||
              window === undefined ||
              (params.operator === 'gte' && missing === undefined)
            )
              wrong.push(`${name} ${asOf} ${JSON.stringify(node)}`)
          }
          ways.forEach(visit)
        }
      }
    }
    expect(wrong.slice(0, 10)).toEqual([])
    expect(conditions).toBeGreaterThan(300)
  })
})
