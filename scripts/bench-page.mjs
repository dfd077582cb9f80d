/** docs/benchmarks.md as text: one section per table of test/bench, one part per size. A run replaces the parts it measured and leaves the rest. */

const HEAD = `# Benchmarks

\`\`\`sh
npm run bench
\`\`\`

Written by that command, never by hand; each part says when, on what and against which versions it was measured. Only ratios within one part
mean anything: milliseconds belong to the machine. Figures are processor time of all threads (median, and the least of all runs), the least
wall-clock time beside it; a ratio is the median of the rounds' own ratios; memory is the peak of the process, its input included. [How to repeat it, and what the words mean](../test/bench/README.md).
`

/**
 * Puts one part of one section in its place.
 * @param known the parts of each table there is; what no table measures any more leaves the page
 */
export function mergeSections(page, { name, about, part, text }, known) {
  const sections = sectionsOf(page)
  const parts = sections.get(name)?.parts ?? new Map()
  parts.set(part, text)
  sections.set(name, { about, parts: new Map(known[name].filter((one) => parts.has(one)).map((one) => [one, parts.get(one)])) })
  const written = [...sections]
    .filter(([title]) => Object.hasOwn(known, title))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, section]) => {
      const bodies = [...section.parts].map(([size, body]) => `### ${size}\n\n${body.trim()}\n`)
      return `## ${title}\n\n${section.about}\n\n${bodies.join('\n')}`
    })
  return `${HEAD}\n${written.join('\n')}`
}

function sectionsOf(page) {
  const sections = new Map()
  for (const section of page.split(/^## /m).slice(1)) {
    const [head, ...parts] = section.split(/^### /m)
    const [name, ...about] = head.split('\n')
    sections.set(name, {
      about: about.join('\n').trim(),
      parts: new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n'))])),
    })
  }
  return sections
}

/** What a goal is about where it is not processor time. */
const FIGURES = { wall: ', wall', rssMB: ', memory', p50: ' ns by the clock, half of the calls', p99: ' ns by the clock, 99 of 100 calls' }

const IN_MS = ['cpu', 'wall']

export function sizeSection({ base, results, goals, notes, circumstances }) {
  const baseMs = results.find(({ variant }) => variant === base).cpu
  const rows = results.flatMap(({ variant, absent, cpu, least, wall, ratio, rssMB, phases }) =>
    absent
      ? [[variant, 'not run here', '', '', '', '']]
      : [
          [variant, shown(cpu), shown(least), shown(wall), ratio.toFixed(2), String(rssMB)],
          ...Object.entries(phases).map(([phase, ms]) => [`… ${phase}`, shown(ms), '', '', (ms / baseMs).toFixed(2), '']),
        ],
  )
  const asked = goals.map(({ goal, variant, of, atMost, figure, ratio }) => [
    goal,
    `${variant} ≤ ${Number(atMost.toPrecision(3))}${of ? ` × ${of}` : IN_MS.includes(figure) ? ' ms' : ''}${FIGURES[figure] ?? ''}`,
    ratio === undefined ? 'not run here' : of ? ratio.toFixed(2) : String(Number(ratio.toFixed(2))),
    ratio === undefined ? '' : ratio <= atMost ? 'met' : 'missed',
  ])
  return [
    tableOf(['', 'CPU ms', 'least', 'wall', `× ${base}`, 'peak MB'], rows),
    ...(asked.length > 0 ? [tableOf(['goal', 'asked', 'measured', ''], asked)] : []),
    ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join('\n')] : []),
    circumstances,
  ].join('\n\n')
}

export const MOST_SLOPE = 2.1

/** How many times longer twice the rows take, on average. */
export function slopeOf(rows, v) {
  return (rows.at(-1).cpu[v] / rows[0].cpu[v]) ** (1 / (rows.length - 1))
}

export function growthSection({ variants, rows, circumstances }) {
  const body = rows.map(({ size, cpu }, i) => [
    size,
    ...cpu.flatMap((ms, v) => [shown(ms), i === 0 ? '' : (ms / rows[i - 1].cpu[v]).toFixed(2)]),
  ])
  const overall = variants.flatMap((_, v) => {
    const slope = slopeOf(rows, v)
    return ['', `mean ${slope.toFixed(2)}, ${slope <= MOST_SLOPE ? 'met' : 'missed'}`]
  })
  return [
    `Asked of every workload (G16): twice the rows take at most ${MOST_SLOPE} times the processor time, on average over the sizes.`,
    tableOf(['rows', ...variants.flatMap((variant) => [`${variant}, CPU ms`, 'slope'])], [...body, ['per doubling', ...overall]]),
    circumstances,
  ].join('\n\n')
}

function tableOf(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const rule = heads.map((_, i) => (i === 0 ? '---' : '---:'))
  return [line(heads), line(rule), ...rows.map(line)].join('\n')
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function shown(ms) {
  return ms < 0.1 ? ms.toFixed(4) : ms < 100 ? ms.toFixed(2) : ms.toFixed(0)
}
