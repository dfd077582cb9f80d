/** A short list of customers: a table on a wide screen, cards on a narrow one. */
import { sentence } from 'tierwise/messages'
import { tierName } from '../labels.mjs'
import { html, unbroken } from './html.mjs'

const CELLS = {
  stage: { cell: (row, { words }) => words.ahead.stages[row.stage] },
  tier: { cell: (row, { words }) => row.tier && html`<span class="badge tier-name tier-${row.tier}">${tierName(words, row.tier)}</span>` },
  value: { number: true, cell: (row, { n }) => n.major(row.value) },
  range: { number: true, cell: (row, { n }) => row.range && `${n.shortMajor(row.range.low)} – ${n.shortMajor(row.range.high)}` },
  pAlive: { number: true, cell: (row, { n }) => n.chance(row.pAlive) },
  next: { cell: (row, { words }) => (row.next === null ? words.ahead.unlikely : row.next && unbroken(row.next)) },
  risk: { number: true, cell: (row, { n }) => n.major(row.risk) },
  level: { cell: (row, { words }) => html`<span class="badge warning ${row.level}">${words.ahead.levels[row.level]}</span>` },
  overdue: { cell: (row) => row.overdueOn && unbroken(row.overdueOn) },
  action: { cell: (row, { words }) => words.ahead.actionName(row.action) },
  reason: {
    long: true,
    cell: (row, { words }) => unbroken(row.reasons.map((reason) => words.sentence(sentence(reason, words.catalogue))).join(' ')),
  },
}

/** @param say `{ title, lead, none, reason? }`; @param columns names of `CELLS` */
export function customerTable({ id, say, rows, columns, words, n }) {
  const head = (name) => (name === 'reason' ? say.reason : words.ahead.head[name])
  const named = rows.some(({ name }) => name !== undefined)
  return html`<h3 class="over" id="${id}-title">${say.title}</h3>
    <p class="lead">${rows.length === 0 ? say.none : say.lead}</p>
    ${
      rows.length > 0 &&
      html`<div class="scroll card flush" tabindex="0" role="region" aria-labelledby="${id}-title">
      <table class="top customers">
        <thead>
          <tr><th scope="col">${words.ahead.customer}</th>${columns.map((name) => html`<th scope="col" class="${CELLS[name].number && 'number'}">${head(name)}</th>`)}</tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr>
              <th scope="row">${row.name ?? row.customerId}${named && row.name !== undefined && html`<small>${row.customerId}</small>`}</th>
              ${columns.map((name) => html`<td class="${CELLS[name].number && 'number'} ${CELLS[name].long && 'long'}" data-head="${head(name)}">${CELLS[name].cell(row, { words, n }) ?? '–'}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`
    }`
}
