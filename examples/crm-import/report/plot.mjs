/**
 * The frame of a chart: marks in an SVG that stretches with the page, words in HTML that do not.
 * Everything is placed in percent, so that a chart is as legible at 360 pixels as at 1280.
 */
import { html } from './html.mjs'

/** @param id unique in the page; @param table the same figures as `{ columns, rows }` for those who cannot see the marks */
export function figure({ id, className = '', title, takeaway, chart, note, table, words }) {
  return html`<figure class="card ${className}" aria-labelledby="${id}-title">
    <h3 id="${id}-title">${title}</h3>
    ${takeaway && html`<p class="takeaway">${takeaway}</p>`}
    ${chart}
    ${note && html`<figcaption>${note}</figcaption>`}
    ${table && behind(table, words)}
  </figure>`
}

function behind({ columns, rows }, words) {
  return html`<details>
    <summary>${words.report.figures}</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="${words.report.figures}">
      <table>
        <thead>
          <tr>
            ${columns.map(({ title, right }) => html`<th scope="col" class="${right && 'number'}">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (cells) =>
              html`<tr>
                ${cells.map((cell, j) => (j === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="${columns[j].right && 'number'}">${cell}</td>`))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`
}

/**
 * @param x ticks along the bottom: `[{ at, text, minor? }]`, `at` 0 … 1; minor ones are left out on narrow screens
 * @param y ticks up the side: the same
 * @param label what a screen reader says of the whole
 */
export function plot({ id, label, marks, x, y = [], className = '', yTitle, xTitle, side = 'right' }) {
  return html`<div class="plot ${className} y-${side}">
    ${yTitle && html`<div class="y-title">${yTitle}</div>`}
    <div class="area">
      <svg role="img" aria-labelledby="${id}-label" width="100%" height="100%">
        <title id="${id}-label">${label}</title>
        ${y.map(({ at }) => html`<line class="grid" x1="0" x2="100%" y1="${percent(1 - at)}" y2="${percent(1 - at)}" />`)}
        ${marks}
        <line class="axis" x1="0" x2="100%" y1="100%" y2="100%" />
      </svg>
      ${y.map(({ at, text }) => html`<span class="y-tick" style="bottom:${percent(at)}">${text}</span>`)}
    </div>
    <div class="x-axis">
      ${x.map(
        ({ at, text, minor }) =>
          html`<span class="x-tick ${minor && 'minor'} ${at < 0.04 && 'first'} ${at > 0.97 && 'last'}" style="left:${percent(at < 0.04 ? 0 : at)}">${text}</span>`,
      )}
    </div>
    ${xTitle && html`<div class="x-title">${xTitle}</div>`}
  </div>`
}

/** A bar that stands on the axis. `from`, `to` along the axis and `height` are 0 … 1. */
export function bar({ from, to, height, title, className = '' }) {
  return html`<rect
    class="mark ${className}"
    x="${percent(from)}"
    y="${percent(1 - height)}"
    width="${percent(to - from)}"
    height="${percent(height)}"
  ><title>${title}</title></rect>`
}

/** A line across the whole height. */
export function rule(at, className = '') {
  return html`<line class="rule ${className}" x1="${percent(at)}" x2="${percent(at)}" y1="0" y2="100%" />`
}

/** Marks that need paths: stretched to the area, strokes kept thin. */
export function stretched(marks) {
  return html`<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">${marks}</svg>`
}

export function percent(share) {
  return `${Number((share * 100).toFixed(3))}%`
}

/** The side on which bars are low, so that the ticks' words stand free. */
export function freeSide(heights) {
  const half = heights.length / 2
  const sum = (values) => values.reduce((all, value) => all + value, 0)
  return sum(heights.slice(Math.ceil(half))) > sum(heights.slice(0, Math.floor(half))) ? 'left' : 'right'
}

/** About `count` round ticks from 0 to at least `most`, no closer than `least`; the last is the top of the scale. */
export function roundTicks(most, { count = 4, least = 0 } = {}) {
  if (!(most > 0)) return [0, 1]
  const rough = Math.max(least, most / count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10]
    .map((m) => m * power)
    .find((candidate) => candidate >= rough * 0.999 && (least === 0 || Number.isInteger(candidate)))
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => i * step)
}
