/** One member under the draft: how far to the next tier, what a purchase would do, and why the tier is what it is. */

import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Reason } from 'tierwise/facts'
import { sentence } from 'tierwise/messages'
import { explainImpact } from 'tierwise/portfolio'
import { explainTier, tierGaps, whatIf } from 'tierwise/preview'
import { evaluateTier, type LadderDefinition } from 'tierwise/tiers'
import type { Base } from './base'
import { memberAccount } from './member-program'
import { Proof } from './proof'
import { Ring } from './ring'
import { tierName } from './rules'
import type { Words, Writers } from './words'

interface Props {
  readonly base: Base
  readonly today: LadderDefinition
  readonly draft: LadderDefinition
  readonly row: number
  readonly onRow: (row: number) => void
  readonly w: Words
  readonly write: Writers
}

export function Member({ base, today, draft, row, onRow, w, write }: Props) {
  const { customerId, spend, orders } = base.measures.columns
  const [asked, setAsked] = useState(customerId[row])
  const [unknown, setUnknown] = useState(false)
  const [amount, setAmount] = useState('800')
  useEffect(() => {
    setAsked(customerId[row])
    setUnknown(false)
  }, [customerId, row])

  const { asOf } = base
  const measures = { customerId: customerId[row], spend: spend[row], orders: orders[row] }
  const tier = evaluateTier(draft, measures, { asOf }).tier
  const [gap] = tierGaps(draft, measures, { asOf, steps: { spend: '0.01' } })
  const account = useMemo(() => memberAccount(base, draft, row), [base, draft, row])
  const proof = useMemo(() => account && explainTier(account.program, account.state, { asOf }), [account, asOf])
  const after = useMemo(
    () =>
      account && /^\d+(\.\d{1,2})?$/.test(amount) && Number(amount) > 0
        ? whatIf(account.program, account.state, [{ type: 'purchase', amount, currency: base.currency }], { asOf })
        : undefined,
    [account, amount, asOf, base],
  )
  const why = explainImpact(today, draft, measures, { asOf })
  const isRisen = after?.tier !== undefined && after.tier.from !== after.tier.to

  const find = (): void => {
    const found = customerId.indexOf(asked.trim())
    setUnknown(found < 0)
    if (found >= 0) onRow(found)
  }

  return (
    <section class="card member" aria-labelledby="member-title">
      <div class="title-row">
        <h2 id="member-title">{w.member}</h2>
        <form
          class="pick"
          onSubmit={(event) => {
            event.preventDefault()
            find()
          }}
        >
          <input
            type="text"
            aria-label={w.memberPick}
            value={asked}
            onInput={(event) => setAsked(event.currentTarget.value)}
            spellcheck={false}
          />
          <button type="submit" class="plain">
            {w.show}
          </button>
        </form>
      </div>
      {unknown && (
        <p class="problem" role="alert">
          {w.memberUnknown}
        </p>
      )}
      <div class="member-grid">
        <Ring
          share={gap === undefined ? 1 : reached(gap.missing, measures)}
          title={tierName(draft, tier)}
          text={
            gap === undefined
              ? w.highest
              : w.toNext(
                  gap.missing.map((one) => ('flag' in one ? one.flag : missingText(one, w, write))).join(w.and),
                  tierName(draft, gap.to),
                )
          }
        />
        <div>
          <dl class="facts">
            <div>
              <dt>{w.measures.spend}</dt>
              <dd>{write.cents(spend[row])}</dd>
            </div>
            <div>
              <dt>{w.measures.orders}</dt>
              <dd>{write.count(orders[row])}</dd>
            </div>
          </dl>
          <form class="what-if" onSubmit={(event) => event.preventDefault()}>
            <h3>{w.purchase}</h3>
            <label>
              <span class="quiet">{w.amount}</span>
              <input type="text" inputMode="decimal" value={amount} onInput={(event) => setAmount(event.currentTarget.value.trim())} />
            </label>
            <input
              type="range"
              aria-label={w.amount}
              min="50"
              max="10000"
              step="50"
              value={Number(amount) || 0}
              onInput={(event) => setAmount(event.currentTarget.value)}
            />
            <div role="status">
              {after?.tier && (
                <p class={isRisen ? 'risen' : 'quiet'}>
                  {isRisen ? `▲ ${w.tierMoves(tierName(draft, after.tier.from), tierName(draft, after.tier.to))}` : w.nothingMoves}
                </p>
              )}
              <ul>
                {after?.reasons.filter(isTold).map((one) => (
                  <li>{sentence(one, w.catalogue)}</li>
                ))}
              </ul>
            </div>
          </form>
        </div>
        <div>
          <h3>{w.whyMoves}</h3>
          <p class={why.code.endsWith('.down') ? 'fallen' : why.code.endsWith('.up') ? 'risen' : ''}>{sentence(why, w.catalogue)}</p>
          <h3>{w.proof}</h3>
          {proof === undefined ? <p class="quiet">{w.noProgram}</p> : <Proof reason={proof} w={w} />}
        </div>
      </div>
    </section>
  )
}

/** A ladder without terms decides anew every day, so its statuses of one day are not told. */
function isTold({ code }: Reason): boolean {
  return code !== 'program.tier.granted'
}

type Missing = { readonly measure: string; readonly amount: string }

function missingText({ measure, amount }: Missing, w: Words, write: Writers): string {
  const number = measure === 'spend' ? write.cents(Number(amount)) : write.count(Number(amount))
  return w.missing[measure]?.(number) ?? `${number} ${measure}`
}

/** The part of the way behind one, by what is furthest off. */
function reached(missing: readonly (Missing | { readonly flag: string })[], measures: Readonly<Record<string, unknown>>): number {
  const shares = missing.map((one) => {
    if ('flag' in one) return 0
    const actual = Number(measures[one.measure] ?? 0)
    return actual / (actual + Number(one.amount))
  })
  return Math.min(1, ...shares)
}
