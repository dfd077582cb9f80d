/** A template tag for HTML: what is put in is escaped, unless it came out of this tag; lists are joined, `undefined` and `false` are nothing. */
export function html(parts, ...values) {
  return new Markup(parts.reduce((text, part, i) => text + textOf(values[i - 1]) + part))
}

/** Text that is already markup: the inlined style and script. */
export function raw(text) {
  return new Markup(text)
}

/** Dates in a sentence stay on one line. */
export function unbroken(text) {
  const parts = text.split(/(\d{4}-\d\d-\d\d)/).map((part, i) => (i % 2 === 1 ? html`<span class="date">${part}</span>` : part))
  return html`<span>${parts}</span>`
}

class Markup {
  constructor(text) {
    this.text = text
  }
  toString() {
    return this.text
  }
}

function textOf(value) {
  if (value === undefined || value === null || value === false) return ''
  if (value instanceof Markup) return value.text
  if (Array.isArray(value)) return value.map(textOf).join('')
  return String(value).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
