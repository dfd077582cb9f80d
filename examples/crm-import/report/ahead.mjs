/** What is to come: the sum, the model and its trials, who is worth most, who is about to leave. */
import { sentence } from 'tierwise/messages'
import { bars } from './bars.mjs'
import { calibrationBars } from './calibration.mjs'
import { customerTable } from './customers.mjs'
import { html } from './html.mjs'
import { lorenzCurve } from './lorenz.mjs'
import { figure, percent } from './plot.mjs'
import { trackingLines } from './tracking.mjs'

export function aheadSection({ id, ahead, words, n }) {
  const say = words.ahead
  const { value, warnings } = ahead
  const part = { words, n }
  return html`<section aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${say.section}</h2>
    ${value.refused ? undefined : html`<p class="lead">${say.lead(value)}</p>`}
    ${saidOf(value, warnings, words, n).map((text) => html`<p class="note-line">${text}</p>`)}
    ${figuresOf(ahead, words, n)}
    ${
      value.refused
        ? undefined
        : html`<div class="two">
      ${trackingLines({ id: `${id}-tracking`, value, ...part })}
      ${calibrationBars({ id: `${id}-calibration`, value, ...part })}
      ${value.lorenz && lorenzCurve({ id: `${id}-lorenz`, lorenz: value.lorenz, say: { ...words.report.lorenz, ...say.lorenz }, ...part })}
      ${value.judged && forecasts({ id: `${id}-model`, value, ...part })}
    </div>`
    }
    ${ahead.best.length > 0 && customerTable({ id: `${id}-best`, say: say.best, rows: ahead.best, columns: ['stage', 'tier', 'value', ...(ahead.best.some(({ range }) => range) ? ['range'] : []), 'pAlive', 'next'], ...part })}
    ${warnings.refused ? undefined : customerTable({ id: `${id}-worry`, say: say.worry, rows: ahead.worried, columns: ['level', 'tier', ...(value.lorenz ? ['risk'] : []), 'overdue', 'action', 'reason'], ...part })}
  </section>`
}

/** Why this model, in a sentence. */
export function reasonOf({ model, judged, weeks, sample }, words, n) {
  const say = words.ahead
  const chosen = judged
    ? say.chosen({ model, best: judged.best, customers: n.count(judged.customers), holdout: judged.holdout.n })
    : say.chosenUnjudged({ model, weeks: Math.floor(weeks) })
  return `${chosen}${sampleNote(sample, words, n)}`
}

/** Where the models saw only some of the customers. */
export function sampleNote(sample, { ahead: say }, n) {
  return sample ? say.sampled(n.count(sample.customers), n.count(sample.of)) : ''
}

/** What the data could not carry, what was assumed: never a blank. */
export function saidOf(value, warnings, words, n) {
  const say = words.ahead
  const said = (reason) => sentence(reason, words.catalogue)
  return [
    ...(value.refused
      ? [say.noModel(said(value.refused))]
      : value.columnsHaveValue
        ? [`${value.margin < 1 ? say.margin(n.percent(value.margin)) : say.marginNone} ${say.discount}`]
        : [say.noSpend(said(value.spendRefused))]),
    ...(value.refused ? [] : value.warnings.map((reason) => words.sentence(said(reason)))),
    ...(warnings.refused ? [say.noWarnings(said(warnings.refused))] : []),
  ]
}

function figuresOf({ value, warnings, valueAtRisk }, { ahead: { kpi } }, n) {
  const at = (level) => warnings.counts?.find((each) => each.level === level)?.customers ?? 0
  const warned = (warnings.counts ?? []).slice(0, -1).reduce((sum, { customers }) => sum + customers, 0)
  const items = [
    ...(value.columnsHaveValue ? [[kpi.value(value), n.shortMajor(value.sum)]] : []),
    ...(value.refused
      ? []
      : [
          [kpi.orders, n.count(value.orders)],
          [kpi.alive, n.count(value.alive), kpi.aliveNote(n.percent(value.alive / value.customers))],
        ]),
    ...(value.columnsHaveValue ? [[kpi.risk, n.shortMajor(valueAtRisk), kpi.riskNote]] : []),
    ...(warnings.refused ? [] : [[kpi.warned, n.count(warned), kpi.warnedNote(n.count(at('lost')))]]),
  ]
  return html`<dl class="kpis">
    ${items.map(([name, figure, note]) => html`<div><dt>${name}</dt><dd>${figure}</dd>${note && html`<dd class="note">${note}</dd>`}</div>`)}
  </dl>`
}

/** Every way to forecast, judged on what it had not seen. */
function forecasts({ id, value: { judged, model, sample }, words, n }) {
  const say = words.ahead
  const { candidates } = judged
  const most = Math.max(...candidates.map(({ deviance }) => deviance.high))
  const least = Math.min(...candidates.map(({ deviance }) => deviance.low))
  const at = (deviance) => 0.02 + (0.96 * (deviance - least)) / Math.max(1e-9, most - least)
  return figure({
    id,
    className: 'forecasts',
    title: say.model.title,
    takeaway: reasonOf({ judged, model, sample }, words, n),
    note: say.candidatesNote,
    words,
    chart: bars({
      label: say.model.label,
      rows: candidates.map(({ id: candidate, deviance, tie }) => ({
        name: say.models[candidate],
        className: candidate === model ? 'chosen' : '',
        marks: html`<line class="span" x1="${percent(at(deviance.low))}" x2="${percent(at(deviance.high))}" y1="50%" y2="50%" /><circle class="mark" cx="${percent(at(deviance.value))}" cy="50%" r="5" />`,
        value: html`<b>${n.fine(deviance.value)}</b>${candidate === model ? html` <small>${say.used}</small>` : tie && html` <small>${say.tie}</small>`}`,
      })),
    }),
    table: {
      columns: [{ title: say.candidate }, { title: say.deviance, right: true }, { title: say.interval, right: true }],
      rows: candidates.map(({ id: candidate, deviance }) => [
        say.models[candidate],
        n.fine(deviance.value),
        `[${n.fine(deviance.low)}, ${n.fine(deviance.high)}]`,
      ]),
    },
  })
}
