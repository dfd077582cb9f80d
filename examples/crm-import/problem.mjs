/** Something the command cannot do, as a code and what the sentence needs. `words/` turns it into a sentence. */
export class Problem extends Error {
  constructor(code, params = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}

/** Names in a sentence that stays one: a file can have ten thousand headings. */
export function listed(names, most = 40) {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')}, … (${names.length})`
}
