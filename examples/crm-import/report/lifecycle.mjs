/** The lifecycle: where customers stand, how that changed, how far cohorts came, what moves them, what to do next. */
import { bar as barOf, bars } from './bars.mjs'
import { stageDiagram } from './diagram.mjs'
import { html } from './html.mjs'
import { figure, percent, plot, roundTicks } from './plot.mjs'
import { stageBars } from './stages.mjs'

export function lifecycleSection({ id, stages, actions, words, n }) {
  const part = { words, n }
  return html`<section aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${words.ahead.lifecycle.section}</h2>
    <div class="two">
      ${stageBars({ id: `${id}-stages`, stages, ...part })}
      ${stageMonths({ id: `${id}-months`, months: stages.months, ...part })}
      ${stageDiagram({ id: `${id}-diagram`, stages, ...part })}
      ${cohortMap({ id: `${id}-cohorts`, cohorts: stages.cohorts, order: stages.machine.stages.map(({ id: stage }) => stage), ...part })}
      ${actionBars({ id: `${id}-actions`, actions, ...part })}
    </div>
  </section>`
}

const ACTIVE = ['new', 'repeat', 'loyal', 'wonBack']

function stageMonths({ id, months, words, n }) {
  const say = words.ahead.lifecycle.months
  const drawn = Object.keys(months[0].counts).filter((stage) => stage !== 'prospect')
  const of = ({ counts }, names) => names.reduce((sum, stage) => sum + counts[stage], 0)
  const ticks = roundTicks(Math.max(1, ...months.map((month) => of(month, drawn))))
  const top = ticks.at(-1)
  const width = 1 / months.length
  const every = Math.ceil(months.length / 6)
  const last = months.at(-1)
  const before = months.at(Math.max(0, months.length - 13))
  const name = ({ date }) => words.report.month(date.slice(0, 7))
  return figure({
    id,
    className: 'stage-months',
    title: say.title,
    takeaway: say.takeaway(n.count(of(last, ACTIVE)), n.count(of(before, ACTIVE)), name(before)),
    note: say.note,
    words,
    chart: html`<ul class="legend" aria-hidden="true">${drawn.map((stage) => html`<li class="stage-${stage}">${words.ahead.stages[stage]}</li>`)}</ul>
    ${plot({
      id,
      side: 'left',
      label: say.label,
      marks: html`${months.map((month, i) => {
        let below = 0
        return drawn.map((stage) => {
          const count = month.counts[stage]
          below += count
          return html`<rect class="mark stage-${stage}" x="${percent((i + 0.08) * width)}" width="${percent(0.84 * width)}" y="${percent(1 - below / top)}" height="${percent(count / top)}"><title>${name(month)}, ${words.ahead.stages[stage]}: ${n.count(count)}</title></rect>`
        })
      })}`,
      x: months.flatMap((month, i) =>
        i % every === 0 ? [{ at: (i + 0.5) * width, text: name(month), minor: (i / every) % 2 === 1 }] : [],
      ),
      y: ticks.slice(1).map((tick) => ({ at: tick / top, text: n.count(tick) })),
    })}`,
    table: {
      columns: [
        { title: say.month },
        ...Object.keys(last.counts).map((stage) => ({ title: words.ahead.stages[stage], right: true })),
        { title: say.all, right: true },
      ],
      rows: months.map((month) => [
        month.date,
        ...Object.values(month.counts).map((count) => n.count(count)),
        n.count(of(month, Object.keys(month.counts))),
      ]),
    },
  })
}

/** Percent of the full color by share; see the R×F map. */
const DEPTHS = [0, 10, 22, 34, 48, 64, 84, 100]
const DEEP = 6

function cohortMap({ id, cohorts: { by, rows }, order, words, n }) {
  const say = words.ahead.lifecycle.cohorts
  const shown = order.filter((stage) => stage !== 'prospect' && stage !== 'new')
  if (rows.length === 0) return figure({ id, title: say.title, takeaway: say.none, words })
  const name = ({ cohort }) =>
    by === 'month' ? words.report.month(cohort.slice(0, 7)) : say.quarter(cohort.slice(0, 4), Math.ceil(Number(cohort.slice(5, 7)) / 3))
  const first = rows[0]
  return figure({
    id,
    className: 'cohorts',
    title: say.title,
    takeaway: say.takeaway(n.count(first.size), name(first), n.percent(first.shares.repeat.share), n.percent(first.shares.loyal.share)),
    note: say.note,
    words,
    chart: html`<div class="cohort-map" role="img" aria-label="${say.label}" style="--stages:${shown.length}">
      <span class="head">${say.cohort}</span>${shown.map((stage) => html`<span class="head">${words.ahead.stages[stage]}</span>`)}
      ${rows.map(
        (row) =>
          html`<span class="name">${name(row)}<small>${n.count(row.size)}</small></span>${shown.map((stage) => {
            const { share } = row.shares[stage]
            const step = Math.min(DEPTHS.length - 1, Math.ceil(share * (DEPTHS.length - 1)))
            return html`<span class="mark cell ${step >= DEEP && 'deep'}" style="--depth:${DEPTHS[step]}%">${n.percent(share)}</span>`
          })}`,
      )}
    </div>`,
    table: {
      columns: [
        { title: say.cohort },
        { title: say.size, right: true },
        ...shown.map((stage) => ({ title: words.ahead.stages[stage], right: true })),
      ],
      rows: rows.map((row) => [
        name(row),
        n.count(row.size),
        ...shown.map((stage) => {
          const { share, low, high } = row.shares[stage]
          return `${n.percent(share)} [${n.percent(low)}, ${n.percent(high)}]`
        }),
      ]),
    },
  })
}

function actionBars({ id, actions: { counts, costs }, words, n }) {
  const say = words.ahead.actionsChart
  const most = Math.max(...counts.map(({ customers }) => customers))
  const all = counts.reduce((sum, { customers }) => sum + customers, 0)
  const name = ({ action }) => words.ahead.actionName(action)
  return figure({
    id,
    className: 'actions wide',
    title: say.title,
    takeaway: say.takeaway(name(counts[0]), n.count(counts[0].customers)),
    note: say.note(n.money(costs.offerMinor), n.money(costs.visitMinor)),
    words,
    chart: bars({
      label: say.label,
      rows: counts.map((each) => ({
        name: name(each),
        marks: barOf(each.customers / most, `${name(each)}: ${n.count(each.customers)}`),
        value: html`<b>${n.count(each.customers)}</b> <small>${n.percent(each.customers / all)}</small>`,
      })),
    }),
    table: {
      columns: [
        { title: words.ahead.head.action },
        { title: words.ahead.customers, right: true },
        { title: words.ahead.share, right: true },
      ],
      rows: counts.map((each) => [name(each), n.count(each.customers), n.percent(each.customers / all)]),
    },
  })
}
