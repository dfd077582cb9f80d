import { UsageError } from '../core/errors.js'
import { type Interval, normalQuantile } from '../core/math/normal.js'

/**
 * Between which values each parameter lies with the given confidence: estimate · exp(±z se/estimate), the interval of the log taken back. All parameters are
 * positive and their logs are nearer to normal than they are. Null where the data do not determine a parameter.
 */
export function parameterIntervals<Name extends string>(
  model: { readonly params: Readonly<Record<Name, number>>; readonly standardErrors: Readonly<Record<Name, number | null>> },
  confidence = 0.95,
): Readonly<Record<Name, Interval | null>> {
  if (!(confidence > 0 && confidence < 1)) throw new UsageError('clv.interval.invalid', { interval: confidence })
  const z = normalQuantile(0.5 + confidence / 2)
  const out = {} as Record<Name, Interval | null>
  for (const name of Object.keys(model.params) as Name[]) {
    const value = model.params[name]
    const error = model.standardErrors[name]
    out[name] = error === null ? null : { low: value * Math.exp((-z * error) / value), high: value * Math.exp((z * error) / value) }
  }
  return out
}
