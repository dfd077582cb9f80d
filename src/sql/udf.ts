/**
 * The library as one script for JavaScript functions in warehouses: texts in, text out, no host global is touched. Built into `dist/udf.js`, where it leaves
 * the global `tierwise`. Zones come as zone tables (`zoneTable` of `tierwise/facts`), because such engines have no `Intl`.
 */

import { evaluateChurn } from '../churn/evaluate-churn.js'
import { predictBgNbd } from '../clv/predict-bgnbd.js'
import { predictClv } from '../clv/predict-clv.js'
import { predictGammaGamma } from '../clv/predict-gamma-gamma.js'
import { predictMbgNbd } from '../clv/predict-mbgnbd.js'
import { UsageError } from '../core/errors.js'
import { deepFreeze } from '../core/freeze.js'
import { row } from '../core/table.js'
import { collectFacts } from '../facts/collect-facts.js'
import type { Fact } from '../facts/fact.js'
import { measureFacts } from '../facts/measures.js'
import { summarize } from '../facts/summarize.js'
import { scoreRfm } from '../rfm/score.js'
import { evaluateRule } from '../rules/evaluate.js'
import { scoreScorecard } from '../scorecard/score.js'
import { readyLadder } from '../tiers/compile.js'
import { evaluateTier } from '../tiers/evaluate.js'

type Verb = (definition: never, subject: never, options: never) => unknown

/** By the names they have in the library. `summarize` and `measureFacts` take a list of facts and give the row of the one customer in it. */
const VERBS: Readonly<Record<string, Verb>> = {
  scoreRfm,
  scoreScorecard,
  evaluateTier,
  evaluateRule,
  evaluateChurn,
  predictBgNbd,
  predictMbgNbd,
  predictGammaGamma,
  predictClv,
  summarize: ((how: Parameters<typeof collectFacts>[1], facts: readonly Fact[], options: Parameters<typeof summarize>[1]) =>
    row(summarize(collectFacts(facts, how), options), 0)) as Verb,
  measureFacts: ((
    how: Parameters<typeof collectFacts>[1] & { readonly measures: Parameters<typeof measureFacts>[1] },
    facts: readonly Fact[],
    options: Parameters<typeof measureFacts>[2],
  ) => row(measureFacts(collectFacts(facts, how), how.measures, options), 0)) as Verb,
}

/**
 * One verb of the library on texts of JSON: `call('evaluateTier', ladder, '{"spend":"1200"}', '{"asOf":"2026-03-01"}')`.
 *
 * A definition is parsed and frozen once and kept while the engine keeps the script. It must have been validated when it was saved.
 *
 * @param definition the definition or model; for `summarize` and `measureFacts` how facts are read: `{ timeZone, currency, zones, measures }`
 * @returns the answer as JSON
 * @throws UsageError `sql.verb.unknown`, and those of the verb
 */
export function call(verb: string, definition: string, subject: string, options?: string | null): string {
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined
  if (run === undefined) throw new UsageError('sql.verb.unknown', { verb, known: Object.keys(VERBS).join(', ') })
  const given = options === undefined || options === null || options === '' ? {} : JSON.parse(options)
  return JSON.stringify(run(frozen(definition) as never, JSON.parse(subject) as never, given as never))
}

/** A statement uses a few definitions; a host that makes one per row does not fill the memory with them. */
const MOST_KEPT = 32
const kept = new Map<string, unknown>()

function frozen(definition: string): unknown {
  let known = kept.get(definition)
  if (known === undefined) {
    if (kept.size >= MOST_KEPT) kept.clear()
    const parsed = deepFreeze(JSON.parse(definition))
    known = parsed?.kind === 'ladder' ? readyLadder(parsed) : parsed
    kept.set(definition, known)
  }
  return known
}
