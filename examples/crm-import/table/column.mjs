/** A growing column of texts: words that repeat are kept once, as codes, as long as they do repeat. */
export function growingColumn() {
  const known = new Map()
  let values = []
  let codes = new Int32Array(1024)
  let length = 0
  let plain
  return {
    push(text) {
      if (plain) {
        plain.push(text)
        return
      }
      let code = known.get(text)
      if (code === undefined) {
        code = values.length
        // A text cut out of a large piece keeps the piece in memory; this one will be kept, so it gets memory of its own.
        const own = text === undefined ? undefined : Buffer.from(text).toString()
        values.push(own)
        known.set(own, code)
      }
      if (length === codes.length) codes = grown(codes)
      codes[length++] = code
      if (values.length > 50_000 && values.length * 2 > length) {
        plain = Array.from(codes.subarray(0, length), (each) => values[each])
        values = []
        known.clear()
      }
    },
    column: () => plain ?? { codes: codes.subarray(0, length), values },
  }
}

function grown(codes) {
  const larger = new Int32Array(codes.length * 2)
  larger.set(codes)
  return larger
}
