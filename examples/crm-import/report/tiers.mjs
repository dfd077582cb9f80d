/** The pyramid: how many customers each tier has, and what they bring. */
import { tierName } from '../labels.mjs'
import { html } from './html.mjs'
import { figure, percent } from './plot.mjs'

/** @param method what decided the tiers; @param notes what is to be said of it */
export function tierPyramid({ id, tiers, method, notes = [], words, n }) {
  const say = words.report.tiers
  const ranked = tiers.filter(({ customerShare, customers }) => Number.isFinite(customerShare) && customers > 0)
  const widest = Math.max(...ranked.flatMap((tier) => [tier.customerShare, tier.revenueShare ?? 0]))
  const side = (tier, share, text, at) => html`<div class="side ${at}">
    <svg width="100%" height="100%" aria-hidden="true">
      <rect class="mark tier-${tier}" x="${at === 'left' ? percent(1 - share / widest) : '0'}" width="${percent(share / widest)}" height="100%" rx="2" />
    </svg>
    <span class="value">${text}</span>
  </div>`
  return figure({
    id,
    className: 'pyramid',
    title: say.title,
    takeaway:
      ranked.length > 0
        ? say.takeaway(tierName(words, ranked[0].tier), n.percent(ranked[0].customerShare), n.percent(ranked[0].revenueShare))
        : say.none,
    words,
    chart: html`<div class="butterfly" role="img" aria-label="${say.label}">
      <div class="head left">${words.tier.customers}</div>
      <div class="head"></div>
      <div class="head right">${words.tier.revenue}</div>
      ${ranked.map(
        ({ tier, customers, customerShare, revenueShare, revenueMinor, medianMinor }) => html`
          ${side(tier, customerShare, html`<b>${n.percent(customerShare)}</b> ${n.count(customers)}`, 'left')}
          <div class="name"><span class="tier-name">${tierName(words, tier)}</span><small>${say.median(n.short(medianMinor))}</small></div>
          ${side(tier, revenueShare ?? 0, html`<b>${n.percent(revenueShare)}</b> ${n.short(revenueMinor)}`, 'right')}
        `,
      )}
    </div>`,
    note: [
      ...(method === 'score' ? [] : [words.sentence(words.ahead.methods[method])]),
      ...notes,
      ...tiers.filter(({ tier }) => tier === 'prospect').map(({ customers }) => say.prospects(n.count(customers))),
    ].join(' '),
    table: {
      columns: [
        { title: words.report.tier },
        { title: words.tier.customers, right: true },
        { title: words.tier.share, right: true },
        { title: words.tier.revenue, right: true },
        { title: words.tier.revenueShare, right: true },
        { title: words.tier.median, right: true },
      ],
      rows: tiers.map((tier) => [
        tierName(words, tier.tier),
        n.count(tier.customers),
        n.percent(tier.customerShare),
        n.money(tier.revenueMinor),
        n.percent(tier.revenueShare),
        n.money(tier.medianMinor),
      ]),
    },
  })
}
