/** Where the customers are in their lifecycle, with silence measured in each one's own rhythm. */
import { bar, bars } from './bars.mjs'
import { html } from './html.mjs'
import { figure } from './plot.mjs'

export function stageBars({ id, stages, words, n }) {
  const say = words.report.stages
  const { rows, thresholds } = stages
  const most = Math.max(1, ...rows.map(({ customers }) => customers))
  return figure({
    id,
    className: 'actions',
    title: say.title,
    takeaway: thresholds
      ? say.takeaway(
          thresholds.atRisk.times,
          n.count(thresholds.atRisk.otherwise.n),
          thresholds.churned.times,
          n.count(thresholds.churned.otherwise.n),
        )
      : say.folklore,
    words,
    chart: bars({
      label: say.label,
      rows: rows.map(({ stage, customers, share }) => ({
        name: say.names[stage],
        marks: bar(customers / most, `${say.names[stage]}: ${n.count(customers)} (${n.percent(share)})`, `stage-${stage}`),
        value: html`<b>${n.count(customers)}</b> <small>${n.percent(share)}</small>`,
      })),
    }),
    table: {
      columns: [
        { title: say.stage },
        { title: words.tier.customers, right: true },
        { title: words.tier.share, right: true },
        { title: say.ever, right: true },
        { title: say.median, right: true },
      ],
      rows: rows.map(({ stage, customers, share, ever, medianDays }) => [
        say.names[stage],
        n.count(customers),
        n.percent(share),
        n.count(ever),
        medianDays === undefined ? '–' : n.count(medianDays),
      ]),
    },
  })
}
