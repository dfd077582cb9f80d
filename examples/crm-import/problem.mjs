/** Something the command cannot do, as a code and what the sentence needs. `words/` turns it into a sentence. */
export class Problem extends Error {
  constructor(code, params = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}
