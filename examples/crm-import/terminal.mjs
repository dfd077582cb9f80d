/** Plain tables and lines for a terminal; a Chinese character is two columns wide. */

export function widthOf(text) {
  let width = 0
  for (const char of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(char) ? 2 : 1
  return width
}

export function padded(text, width, right = false) {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return right ? space + text : text + space
}

/** @param columns `[{ title, right? }]`; @param rows texts */
export function textTable(columns, rows) {
  const widths = columns.map(({ title }, j) => Math.max(widthOf(title), ...rows.map((cells) => widthOf(cells[j]))))
  const line = (cells) => `  ${cells.map((cell, j) => padded(cell, widths[j], columns[j].right)).join('  ')}`.trimEnd()
  return [line(columns.map(({ title }) => title)), `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`, ...rows.map(line)].join('\n')
}

/** What goes on: a line rewritten in place on a terminal; elsewhere, a line of its own now and then, and only when there is much to wait for. */
export function progressLine(stream) {
  let shown = ''
  let mark = ''
  return {
    /** @param share 0 … 1 of a long wait; left out for a short one */
    show(text, share) {
      if (stream.isTTY) {
        if (text !== shown) stream.write(`\r\x1b[K${text}`)
        shown = text
      } else if (share !== undefined) {
        const next = `${text.replace(/[\d\s…:%]+/g, '')} ${Math.floor(share * 5)}`
        if (next !== mark) stream.write(`${text}\n`)
        mark = next
      }
    },
    clear() {
      if (shown) stream.write('\r\x1b[K')
      shown = ''
    },
  }
}
