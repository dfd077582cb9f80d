/** Where the customers are in their lifecycle, with silence measured in each one's own rhythm. */
import { html } from './html.mjs'
import { bar, figure, plot, roundTicks } from './plot.mjs'

export function stageBars({ id, stages, words, n }) {
  const say = words.report.stages
  const { rows, thresholds } = stages
  const ticks = roundTicks(Math.max(1, ...rows.map(({ customers }) => customers)))
  const top = ticks.at(-1)
  const width = 1 / rows.length
  return figure({
    id,
    className: 'months',
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
    chart: plot({
      id,
      label: say.label,
      marks: html`${rows.map(({ stage, customers, share }, i) =>
        bar({
          from: (i + 0.14) * width,
          to: (i + 0.86) * width,
          height: customers / top,
          title: `${say.names[stage]}: ${n.count(customers)} (${n.percent(share)})`,
          className: `stage-${stage}`,
        }),
      )}`,
      x: rows.map(({ stage }, i) => ({ at: (i + 0.5) * width, text: say.names[stage], minor: i % 2 === 1 })),
      y: ticks.slice(1).map((value) => ({ at: value / top, text: n.count(value) })),
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
