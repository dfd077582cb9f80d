/** What came in, what of it could be used, what was assumed. */
import { droppedCounts, issueText } from '../print.mjs'
import { html } from './html.mjs'
import { percent } from './plot.mjs'

export function qualitySection({ id, quality, files, notes, words, n }) {
  const { report, dropped, places } = quality
  const say = words.report.quality
  const rows = report.sources.reduce((sum, source) => sum + source.rows, 0) + dropped.length
  const skipped = report.sources.reduce((sum, source) => sum + source.skipped, 0) + dropped.length
  const counts = [
    ...droppedCounts(dropped).map(({ count, file, row, problem }) => ({
      outcome: 'error',
      count,
      text: words.quality.row(file, row, words.quality[problem]),
    })),
    ...report.counts.map(({ count, outcome, examples }) => ({
      outcome,
      count,
      text: examples.length > 0 ? issueText(examples[0], places, words) : '',
    })),
  ]
  return html`<section class="quality" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${say.title}</h2>
    <p class="lead">${skipped === 0 ? say.allUsed(n.count(rows)) : say.used(n.count(rows), n.count(skipped), n.percent(skipped / rows))}</p>
    <div class="two">
      <div class="card">
        <h3>${say.files}</h3>
        <ul class="sources">
          ${report.sources.map(
            ({ source, rows: all, used }) => html`<li>
              <span>${words.kinds[source] ?? source}</span>
              <svg width="100%" height="8" aria-hidden="true"><rect class="track" width="100%" height="8" rx="4" /><rect class="mark" width="${percent(all === 0 ? 0 : used / all)}" height="8" rx="4" /></svg>
              <span class="number">${words.report.usedOf(n.count(used), n.count(all))}</span>
            </li>`,
          )}
        </ul>
        <p class="files">${words.list(files.map(({ name }) => name))}</p>
      </div>
      <div class="card">
        <h3>${say.problems}</h3>
        ${
          counts.length === 0
            ? html`<p>${words.quality.fine}</p>`
            : html`<ul class="issues">
                ${counts.map(
                  ({ outcome, count, text }) =>
                    html`<li class="${outcome}"><b>${n.count(count)}</b><span class="badge">${words.quality.outcome[outcome] ?? outcome}</span><span>${text}</span></li>`,
                )}
              </ul>`
        }
      </div>
      <div class="card wide">
        <h3>${words.titles.assumed}</h3>
        <ul class="notes">
          ${notes.map((note) => html`<li>${note}</li>`)}
        </ul>
      </div>
    </div>
  </section>`
}
