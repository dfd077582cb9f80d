/** The report: one HTML file with everything in it, in both languages; a button shows the other one. */
import { readFileSync } from 'node:fs'
import { figures } from '../numbers.mjs'
import { methodNotes } from '../print.mjs'
import { languages } from '../words/index.mjs'
import { aheadSection } from './ahead.mjs'
import { histogram, quantile } from './data.mjs'
import { rfGrid } from './grid.mjs'
import { dayHistogram } from './histogram.mjs'
import { html, raw } from './html.mjs'
import { impactBody, impactTitle } from './impact.mjs'
import { lifecycleSection } from './lifecycle.mjs'
import { lorenzCurve } from './lorenz.mjs'
import { monthBars } from './months.mjs'
import { qualitySection } from './quality.mjs'
import { segmentMap } from './segments.mjs'
import { tierPyramid } from './tiers.mjs'
import { topTable } from './top.mjs'
import { voiceSection } from './voice.mjs'

const style = readFileSync(new URL('style.css', import.meta.url), 'utf8')

/** Shows one language and hides the other; everything else works without a script. */
const script = `
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-show]')
  if (!button) return
  for (const page of document.querySelectorAll('[data-page]')) page.hidden = page.lang !== button.dataset.show
  document.documentElement.lang = button.dataset.show
  document.title = button.dataset.title
  document.querySelector('[data-page]:not([hidden]) [data-show]').focus({ preventScroll: true })
})`

/**
 * @param data from `reportData`; @param quality from the reader; @param notes per language what was assumed
 * @param lang the language shown first
 */
export function reportPage({ data, quality, files, notes, lang }) {
  return shell({
    lang,
    title: (words) => titleOf(words, data),
    body: (words) => page({ data, quality, files, notes: notes[words.lang], words, shown: words.lang === lang }),
  })
}

/** What new rules would change, as a page of its own. */
export function impactPage(impact, { currency, timeZone, lang }) {
  return shell({
    lang,
    title: (words) => impactTitle(impact, words),
    body: (words) =>
      html`<main class="page" lang="${words.lang}" data-page ${words.lang !== lang && raw('hidden')}>
        ${head(words.ahead.impact.title, { asOf: impact.asOf, currency, timeZone }, (other) => impactTitle(impact, other), words)}
        ${impactBody(impact, currency, words)}
        <footer>${words.report.made}</footer>
      </main>`,
  })
}

/** @param title, body in the language of the words they are given */
function shell({ lang, title, body }) {
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="tierwise" />
        <link rel="icon" href="data:," />
        <title>${title(languages[lang])}</title>
        <style>${raw(style)}</style>
      </head>
      <body>
        ${Object.values(languages).map(body)}
        <script>${raw(script)}</script>
      </body>
    </html>`
    .toString()
    .replace(/\n\s+/g, '\n') // the indentation of the templates is a fifth of the page
}

function titleOf(words, data) {
  return `${words.report.title}, ${words.report.asOf(data.asOf)}`
}

function page({ data, quality, files, notes, words, shown }) {
  const say = words.report
  const n = figures(words.locale, data.currency)
  const id = (name) => `${words.lang}-${name}`
  const part = { words, n }
  return html`<main class="page" lang="${words.lang}" data-page ${!shown && raw('hidden')}>
    ${head(say.title, data, (other) => titleOf(other, data), words)}
    ${headline(data, words, n)}
    ${kpis(data, words, n)}
    <section aria-labelledby="${id('value')}">
      <h2 id="${id('value')}">${say.sections.value}</h2>
      <div class="two">
        ${tierPyramid({ id: id('tiers'), tiers: data.tiers, method: data.method.method, notes: methodNotes(data.method, words), ...part })}
        ${lorenzCurve({ id: id('lorenz'), lorenz: data.lorenz, ...part })}
      </div>
    </section>
    <section aria-labelledby="${id('where')}">
      <h2 id="${id('where')}">${say.sections.where}</h2>
      <div class="two">
        ${segmentMap({ id: id('segments'), segments: data.segments, ...part })}
        ${rfGrid({ id: id('grid'), grid: data.grid, ...part })}
        ${dayHistogram({ id: id('recency'), days: data.recency, marksAt: [0.5], say: sayRecency(data, words, n), ...part })}
      </div>
    </section>
    <section aria-labelledby="${id('rhythm')}">
      <h2 id="${id('rhythm')}">${say.sections.rhythm}</h2>
      <div class="two">
        ${dayHistogram({ id: id('gaps'), days: data.gaps, say: sayGaps(words, n), ...part })}
        ${monthBars({ id: id('months'), months: data.months, ...part })}
      </div>
    </section>
    ${aheadSection({ id: id('ahead'), ahead: data.ahead, ...part })}
    ${lifecycleSection({ id: id('lifecycle'), stages: data.stages, actions: data.actions, ...part })}
    ${voiceSection({ id: id('voice'), voice: data.voice, ...part })}
    ${topTable({ id: id('top'), top: data.top, ...part })}
    ${qualitySection({ id: id('quality'), quality, files, notes, ...part })}
    <footer>${say.made}</footer>
  </main>`
}

function head(title, { asOf, currency, timeZone }, titleIn, words) {
  const say = words.report
  const other = Object.values(languages).find(({ lang }) => lang !== words.lang)
  return html`<header>
    <h1>${title}</h1>
    <p>${say.asOf(asOf)} · ${currency} · ${timeZone}</p>
    <button type="button" class="switch" lang="${other.lang}" data-show="${other.lang}" data-title="${titleIn(other)}" aria-label="${say.switchLabel}">${say.otherLanguage}</button>
  </header>`
}

/** A share of a handful of customers would say nothing. */
const ENOUGH = 10

function headline({ lorenz, buyers, revenueMinor }, { report }, n) {
  const [sentence, figure] =
    lorenz && buyers >= ENOUGH
      ? [report.headline(n.percent(0.2), HERE), n.percent(lorenz.topFifth)]
      : [report.headlineFew(n.count(buyers), HERE), n.short(revenueMinor)]
  const [before, after] = sentence.split(HERE)
  return html`<p class="headline">${before}<em>${figure}</em>${after}</p>`
}

/** Stands for the figure that is set off. */
const HERE = '\u0000'

function kpis(data, { report: { kpi } }, n) {
  const gaps = histogram(data.gaps)?.sorted
  const all = data.revenueMinor + data.refundedMinor
  const items = [
    [kpi.revenue, n.short(data.revenueMinor)],
    [kpi.customers, n.count(data.buyers), data.customers > data.buyers && kpi.prospects(n.count(data.customers - data.buyers))],
    [kpi.orders, n.count(data.orders), kpi.averageOrder(n.short(data.revenueMinor / data.orders))],
    [kpi.repeat, n.percent(data.repeatShare)],
    ...(gaps ? [[kpi.gap, n.count(quantile(gaps, 0.5)), kpi.gapNote(n.count(quantile(gaps, 0.9)))]] : []),
    ...(data.refundedMinor > 0 ? [[kpi.refunds, n.percent(data.refundedMinor / all), kpi.refundsNote(n.short(data.refundedMinor))]] : []),
  ]
  return html`<dl class="kpis">
    ${items.map(([name, value, note]) => html`<div><dt>${name}</dt><dd>${value}</dd>${note && html`<dd class="note">${note}</dd>`}</div>`)}
  </dl>`
}

function sayGaps({ report: { gaps } }, n) {
  return { ...gaps, takeaway: (sorted) => gaps.takeaway(n.count(quantile(sorted, 0.5)), n.count(quantile(sorted, 0.9))) }
}

function sayRecency({ recency: days }, { report: { recency } }, n) {
  const within = 90
  return {
    ...recency,
    takeaway: () => recency.takeaway(n.percent(days.filter((value) => value <= within).length / days.length), n.count(within)),
  }
}
