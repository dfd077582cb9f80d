/**
 * Areas in proportion, as square as they come.
 * @param values positive, descending
 * @param width, height of the whole, in any unit
 * @returns `[{ x, y, w, h }]` in shares of the whole
 * @source M. Bruls, K. Huizing & J. van Wijk (2000), Squarified Treemaps
 */
export function squarify(values, width, height) {
  const whole = values.reduce((sum, value) => sum + value, 0)
  const boxes = []
  let [x, y, w, h] = [0, 0, width, height]
  let rest = values.map((value) => (value / whole) * width * height)
  while (rest.length > 0) {
    const side = Math.min(w, h)
    let row = rest.slice(0, 1)
    while (row.length < rest.length && worst(rest.slice(0, row.length + 1), side) <= worst(row, side)) row = rest.slice(0, row.length + 1)
    const depth = row.reduce((sum, area) => sum + area, 0) / side
    let along = 0
    for (const area of row) {
      const length = area / depth
      boxes.push(w >= h ? { x, y: y + along, w: depth, h: length } : { x: x + along, y, w: length, h: depth })
      along += length
    }
    if (w >= h) [x, w] = [x + depth, w - depth]
    else [y, h] = [y + depth, h - depth]
    rest = rest.slice(row.length)
  }
  return boxes.map((box) => ({ x: box.x / width, y: box.y / height, w: box.w / width, h: box.h / height }))
}

/** The most elongated of a row laid along a side. */
function worst(row, side) {
  const sum = row.reduce((total, area) => total + area, 0)
  return Math.max(...row.map((area) => Math.max((side * side * area) / (sum * sum), (sum * sum) / (side * side * area))))
}
