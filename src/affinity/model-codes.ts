/** Choices in a model's own codes: the one step between the summary of choices and every score of them. */

import { UsageError } from '../core/errors.js'
import type { AffinityOf } from './choices.js'
import { dimensionName } from './preference.js'
import type { SummarizedChoices } from './summarize-choices.js'

/**
 * The same choices with the model's values first, in its order, and those it has not met after them; signals counted as the model lists them.
 * @throws UsageError `tierwise.affinity.choices` when they were summarized for another dimension or by other signals
 */
export function inCodesOf<C extends SummarizedChoices>(
  choices: C,
  of: AffinityOf,
  known: readonly string[],
  signals: readonly string[] = choices.signals,
): C {
  const sources = [0, ...choices.signals.map((name) => signals.indexOf(name) + 1)]
  if (choices.of !== dimensionName(of) || sources.lastIndexOf(0) > 0)
    throw new UsageError('tierwise.affinity.choices', {
      model: dimensionName(of),
      choices: choices.of,
      signals: choices.signals.join(', '),
    })
  const values = [...known]
  const codeOf = new Map(known.map((value, code) => [value, code]))
  const codes = choices.values.map((value) => codeOf.get(value) ?? values.push(value) - 1)
  return {
    ...choices,
    values,
    value: Int32Array.from(choices.value, (code) => codes[code]),
    source: Uint8Array.from(choices.source, (source) => sources[source]),
  }
}
