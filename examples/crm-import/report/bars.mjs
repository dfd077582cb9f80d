/** Rows of a name, something drawn, and a figure: for what has names rather than an axis. */
import { html } from './html.mjs'
import { percent } from './plot.mjs'

/** @param rows `[{ name, marks, value, className? }]` */
export function bars({ label, rows, height = 22 }) {
  return html`<div class="bars" role="img" aria-label="${label}">
    ${rows.map(
      ({ name, marks, value, className = '' }) => html`<div class="name ${className}">${name}</div>
        <svg class="${className}" width="100%" height="${height}" aria-hidden="true">${marks}</svg>
        <div class="value ${className}">${value}</div>`,
    )}
  </div>`
}

/** A bar from the left. */
export function bar(share, title, className = '') {
  return html`<rect class="mark ${className}" width="${percent(share)}" height="100%" rx="2"><title>${title}</title></rect>`
}
