/** What is counted: measures, counters, flags and named values in words. */

import { countsFacts, type Measure } from '../../core/measure/definition.js'
import type { Reason } from '../../core/reason.js'
import type { Counter, Flag, OpenedWindow } from '../../program/definition.js'
import { phrase, present, words } from './phrase.js'
import { endTerms, lengthTerms, periodTerms, windowTerms } from './time.js'
import { conditionTerms, valueTerms } from './value.js'

export function counterTerms(id: string, counter: Counter): Reason {
  const resets = counter.reset === undefined ? undefined : phrase('count-reset', { moves: counter.reset.join(' ') })
  if ('earned' in counter) {
    return phrase(
      'count-earned',
      {},
      {
        name: words(id),
        currency: words(counter.earned),
        window: counter.window === undefined ? undefined : windowTerms(counter.window),
        more: present(counter.by === undefined ? undefined : phrase('count-by', { rules: counter.by.join('\n') }), resets),
      },
    )
  }
  const { perMember } = counter
  return measureTerms(
    id,
    counter,
    present(
      resets,
      perMember === undefined ? undefined : phrase(`count-${perMember}-of-members`),
      ...(counter.opens ?? []).map(openedTerms),
    ),
  )
}

function measureTerms(id: string, measure: Measure, more: readonly Reason[]): Reason {
  const { aggregate, value, by, least, where, window, cap, empty } = measure
  const isMean = typeof aggregate === 'object'
  return phrase(
    isMean ? 'count-mean-by-unit' : `count-${aggregate}`,
    { unit: isMean ? aggregate.mean : undefined },
    {
      name: words(id),
      from: words(measure.from),
      value:
        value === undefined ? (aggregate !== 'distinct' && countsFacts(measure) ? undefined : valueTerms('amount')) : valueTerms(value),
      by: by === undefined ? undefined : valueTerms(by),
      where: where === undefined ? undefined : conditionTerms(where),
      window: window === undefined ? undefined : aggregate === 'streak' ? periodTerms(window) : windowTerms(window),
      least: aggregate !== 'streak' ? undefined : phrase('value-number', { number: String(least ?? 1) }),
      more: present(
        ...more,
        cap === undefined ? undefined : phrase('count-cap', { cap: String(cap) }),
        empty === undefined ? undefined : phrase(empty === 'absent' ? 'count-empty-absent' : 'count-empty', { empty: String(empty) }),
      ),
    },
  )
}

function openedTerms({ on, from, length }: OpenedWindow): Reason {
  return phrase(from === 'nextMonth' ? 'count-opens-next-month' : 'count-opens', {}, { on: words(on), length: lengthTerms(length) })
}

export function flagTerms(id: string, { on, where, off, until }: Flag): Reason {
  return phrase(
    'flag-set',
    {},
    {
      name: words(id),
      on: words(on),
      where: where === undefined ? undefined : conditionTerms(where),
      off: off === undefined ? undefined : typeof off === 'string' ? words(off) : offTerms(off),
      until: until === undefined ? undefined : endTerms(until),
    },
  )
}

function offTerms({ on, where, usedUp }: Exclude<Flag['off'], string | undefined>): Reason {
  return phrase(usedUp ? 'flag-used-up' : 'flag-off', {}, { on: words(on), where: where === undefined ? undefined : conditionTerms(where) })
}
