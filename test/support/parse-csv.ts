/** RFC 4180 as the tests read it: quotes, doubled quotes, breaks inside quotes. The first record names the columns. */
export function parseCsv(text: string): Record<string, string>[] {
  const records: string[][] = [[]]
  let cell = ''
  let quoted = false
  const endCell = (): void => {
    records[records.length - 1].push(cell)
    cell = ''
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c !== '"') cell += c
      else if (text[i + 1] === '"') cell += text[++i]
      else quoted = false
    } else if (c === '"' && cell === '') quoted = true
    else if (c === ',') endCell()
    else if (c === '\n' || (c === '\r' && text[i + 1] === '\n')) {
      if (c === '\r') i++
      endCell()
      records.push([])
    } else cell += c
  }
  if (cell !== '' || records[records.length - 1].length > 0) endCell()
  else records.pop()
  const [head, ...rows] = records
  return rows.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i]])))
}
