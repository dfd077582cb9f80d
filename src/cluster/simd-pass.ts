/**
 * One pass of Lloyd's algorithm over two rows at a time, as a WebAssembly module of our own, assembled here for the given numbers of columns and clusters.
 * It does to the bit what `scalarPass` does: the same products in the same order, and sums that are exact in any order. Where WebAssembly or its vectors are
 * missing, or a content security policy forbids them, there is no such pass and the other one runs.
 */

import type { Matrix } from './matrix.js'

/** Adds each row to the sums and the count of its nearest center. `halves[c]` is ‖center c‖²/2: of ‖x − c‖²/2 = ‖x‖²/2 + ‖c‖²/2 − x·c the first is the same for all. */
export type Pass = (centers: Float64Array, halves: Float64Array, sums: Float64Array, counts: Float64Array) => void

/** Undefined where the host has no vectors, or not enough memory for a copy of the matrix. */
export function simdPass({ rows, width, values }: Matrix, k: number): Pass | undefined {
  const pairs = rows >> 1
  const place = placesOf(pairs, width, k)
  if (typeof WebAssembly === 'undefined' || pairs === 0 || k * width > MOST_LOCALS || place.end > MOST_BYTES) return undefined
  let memory: ArrayBuffer
  let pass: () => void
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble(pairs, width, k)))
    memory = exports.memory.buffer
    pass = exports.pass
  } catch {
    return undefined // no vectors, no memory, or not allowed: there is nothing to tell apart, the answer is the same
  }
  const numbers = new Float64Array(memory)
  const words = new Int32Array(memory)
  for (let j = 0; j < width; j++) for (let r = 0; r < 2 * pairs; r++) numbers[2 * pairs * j + r] = values[r * width + j]
  return (centers, halves, sums, counts) => {
    numbers.set(centers, place.centers / 8)
    numbers.set(halves, place.halves / 8)
    pass()
    for (let i = 0; i < k * width; i++) sums[i] += numbers[place.sums / 8 + 2 * i] + numbers[place.sums / 8 + 2 * i + 1]
    for (let c = 0; c < k; c++) counts[c] += words[place.counts / 4 + 4 * c] + words[place.counts / 4 + 4 * c + 2]
    if (rows % 2 === 1) addRow(values, (rows - 1) * width, width, k, centers, halves, sums, counts)
  }
}

/** The same, one row after the other. */
export function scalarPass({ rows, width, values }: Matrix, k: number): Pass {
  return (centers, halves, sums, counts) => {
    for (let r = 0; r < rows; r++) addRow(values, r * width, width, k, centers, halves, sums, counts)
  }
}

function addRow(
  values: Float64Array,
  from: number,
  width: number,
  k: number,
  centers: Float64Array,
  halves: Float64Array,
  sums: Float64Array,
  counts: Float64Array,
): void {
  const nearest = nearestOf(values, from, width, k, centers, halves)
  counts[nearest]++
  for (let j = 0; j < width; j++) sums[nearest * width + j] += values[from + j]
}

/** The first of the nearest centers. */
export function nearestOf(
  values: Float64Array,
  from: number,
  width: number,
  k: number,
  centers: Float64Array,
  halves: Float64Array,
): number {
  let nearest = 0
  let least = Number.POSITIVE_INFINITY
  for (let c = 0, at = 0; c < k; c++) {
    let d = halves[c]
    for (let j = 0; j < width; j++) d -= values[from + j] * centers[at++]
    if (d < least) {
      least = d
      nearest = c
    }
  }
  return nearest
}

/** Two vectors per center and column stand in locals: beyond this engines compile for longer than they save. */
const MOST_LOCALS = 256
/** A quarter of what a module can address. */
const MOST_BYTES = 2 ** 30

/** Where things lie in the module's memory, in bytes: columns first, then centers and halves, then what comes out, a vector each. */
function placesOf(pairs: number, width: number, k: number): { centers: number; halves: number; sums: number; counts: number; end: number } {
  const centers = 16 * pairs * width
  const halves = centers + 8 * k * width
  const sums = 16 * Math.ceil((halves + 8 * k) / 16)
  const counts = sums + 16 * k * width
  return { centers, halves, sums, counts, end: counts + 16 * k }
}

/**
 * The module, in the binary format: types, functions, memory, exports, code.
 * @source W3C, WebAssembly Core Specification 2.0, chapter 5
 */
function assemble(pairs: number, width: number, k: number): Uint8Array {
  const { end } = placesOf(pairs, width, k)
  const code = [2, 1, I32, ...unsigned(locals(width, k).total - 1), V128, ...body(pairs, width, k), END] // one number, the rest vectors
  const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...section(1, [1, 0x60, 0, 0]), // one type: () → ()
    ...section(3, [1, 0]), // one function of it
    ...section(5, [1, 0, ...unsigned(Math.ceil(end / 65_536))]), // one memory, in pages
    ...section(7, [2, ...named('memory'), 2, 0, ...named('pass'), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ])
}

/** Local 0 is the place in the columns; then come vectors. */
function locals(width: number, k: number) {
  const lowest = 1
  const free = 2
  const mine = 3
  const x = (j: number): number => 4 + j
  const distance = (c: number): number => 4 + width + c
  const half = (c: number): number => 4 + width + k + c
  const count = (c: number): number => 4 + width + 2 * k + c
  const center = (c: number, j: number): number => 4 + width + 3 * k + c * width + j
  const sum = (c: number, j: number): number => 4 + width + 3 * k + k * width + c * width + j
  return { lowest, free, mine, x, distance, half, count, center, sum, total: 4 + width + 3 * k + 2 * k * width }
}

function body(pairs: number, width: number, k: number): number[] {
  const at = locals(width, k)
  const place = placesOf(pairs, width, k)
  const columns = Array.from({ length: width }, (_, j) => j)
  const clusters = Array.from({ length: k }, (_, c) => c)
  return [
    ...clusters.flatMap((c) => [
      ...columns.flatMap((j) => set(at.center(c, j), both(place.centers + 8 * (c * width + j)))),
      ...set(at.half(c), both(place.halves + 8 * c)),
    ]),
    ...LOOP,
    ...columns.flatMap((j) => set(at.x(j), load(16 * pairs * j))),
    ...clusters.flatMap((c) =>
      set(at.distance(c), [
        ...get(at.half(c)),
        ...columns.flatMap((j) => [...get(at.x(j)), ...get(at.center(c, j)), ...F64X2_MUL, ...F64X2_SUB]),
      ]),
    ),
    ...set(at.lowest, [...get(at.distance(0)), ...clusters.slice(1).flatMap((c) => [...get(at.distance(c)), ...F64X2_PMIN])]),
    ...set(at.free, ALL_ONES),
    ...clusters.flatMap((c) => [
      // mine: nearest, and no cluster before was as near
      ...set(at.mine, [...get(at.free), ...get(at.distance(c)), ...get(at.lowest), ...F64X2_EQ, ...V128_AND]),
      ...set(at.free, [...get(at.free), ...get(at.mine), ...V128_ANDNOT]),
      ...columns.flatMap((j) => set(at.sum(c, j), [...get(at.sum(c, j)), ...get(at.x(j)), ...get(at.mine), ...V128_AND, ...F64X2_ADD])),
      ...set(at.count(c), [...get(at.count(c)), ...get(at.mine), ...I64X2_SUB]), // all ones are −1
    ]),
    ...[...get(0), ...i32(16), I32_ADD, LOCAL_TEE, 0, ...i32(16 * pairs), I32_LT_U, ...AGAIN, END],
    ...clusters.flatMap((c) => [
      ...columns.flatMap((j) => store(place.sums + 16 * (c * width + j), at.sum(c, j))),
      ...store(place.counts + 16 * c, at.count(c)),
    ]),
  ]
}

const I32 = 0x7f
const V128 = 0x7b
const END = 0x0b
const LOOP = [0x03, 0x40]
const AGAIN = [0x0d, 0]
const LOCAL_TEE = 0x22
const I32_ADD = 0x6a
const I32_LT_U = 0x49
const V128_AND = [0xfd, 0x4e]
const V128_ANDNOT = [0xfd, 0x4f]
const F64X2_EQ = [0xfd, 0x47]
const I64X2_SUB = [0xfd, 0xd1, 0x01]
const F64X2_ADD = [0xfd, 0xf0, 0x01]
const F64X2_SUB = [0xfd, 0xf1, 0x01]
const F64X2_MUL = [0xfd, 0xf2, 0x01]
const F64X2_PMIN = [0xfd, 0xf6, 0x01]
const ALL_ONES = [0xfd, 0x0c, ...new Array<number>(16).fill(0xff)]

function get(local: number): number[] {
  return [0x20, ...unsigned(local)]
}

function set(local: number, value: readonly number[]): number[] {
  return [...value, 0x21, ...unsigned(local)]
}

/** A vector of the column that begins at `offset`, at local 0. */
function load(offset: number): number[] {
  return [...get(0), 0xfd, 0x00, 4, ...unsigned(offset)]
}

/** One number of the memory in both lanes. */
function both(address: number): number[] {
  return [...i32(0), 0xfd, 0x0a, 3, ...unsigned(address)]
}

function store(address: number, local: number): number[] {
  return [...i32(0), ...get(local), 0xfd, 0x0b, 4, ...unsigned(address)]
}

function i32(value: number): number[] {
  return [0x41, ...signed(value)]
}

/** LEB128: seven bits a byte, lowest first, the eighth says that more follow. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

/** As `unsigned` for a number ≥ 0 where the seventh bit is a sign. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)]
}

function named(name: string): number[] {
  return [name.length, ...Array.from(name, (letter) => letter.charCodeAt(0))]
}

/** What of it is used here: the library's types name no host. */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object
      readonly Instance: new (
        module: object,
      ) => { readonly exports: { readonly memory: { readonly buffer: ArrayBuffer }; readonly pass: () => void } }
    }
  | undefined
