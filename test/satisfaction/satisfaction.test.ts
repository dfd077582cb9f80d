import {
  satisfactionMeasures,
  scoreFeedback,
  scoreSatisfaction,
  summarizeAnswers,
  summarizeComplaints,
  summarizeFeedback,
  summarizeSurvey,
} from 'tierwise/satisfaction'
import { describe, expect, test } from 'vitest'
import { dictionary, row, rows } from '../../src/core/table.js'
import { measureFacts } from '../../src/facts/measures.js'
import { factsOf, type Told } from '../support/facts.js'

const asOf = '2026-03-31'

/** `says('ann', '2026-01-05 nps 9')` */
function says(customerId: string, ...answers: string[]): Told[] {
  return answers.map((answer) => {
    const [day, survey, score, channel] = answer.split(' ')
    return {
      id: `${customerId} ${answer}`,
      customerId,
      type: 'answer',
      at: `${day}T12:00:00Z`,
      attributes: { survey, score: Number(score) },
      ...(channel ? { channel } : {}),
    }
  })
}

const told = [
  ...says('ann', '2026-01-05 nps 3', '2026-02-05 nps 9'),
  ...says('ben', '2026-01-06 nps 10', '2026-03-06 nps 8'),
  ...says('cyd', '2026-01-07 nps 6', '2026-01-08 csat 4', '2026-03-30 ces 6'),
]

describe('scoreSatisfaction', () => {
  test('takes each customer’s latest answer, or all', () => {
    // latest: ann 9, ben 8, cyd 6
    expect(row(scoreSatisfaction(summarizeSurvey(factsOf(told), { survey: 'nps', asOf })), 0)).toMatchObject({
      answers: 3,
      top: 1,
      middle: 1,
      bottom: 1,
      score: 0,
      code: 'satisfaction.score.too-few',
    })
    // all: 3, 9, 10, 8, 6
    expect(row(scoreSatisfaction(summarizeSurvey(factsOf(told), { survey: 'nps', asOf, answers: 'all' })), 0)).toMatchObject({
      answers: 5,
      top: 2,
      middle: 1,
      bottom: 2,
      score: 0,
    })
    // as of January: ann 3, ben 10, cyd 6
    expect(row(scoreSatisfaction(summarizeSurvey(factsOf(told), { survey: 'NPS ', asOf: '2026-01-31' })), 0)).toMatchObject({
      answers: 3,
      top: 1,
      bottom: 2,
    })
  })

  test('goes period by period, empty ones too', () => {
    const table = scoreSatisfaction(
      summarizeSurvey(factsOf([...told, ...says('dee', '2026-01-31 nps 0')]), { survey: 'nps', asOf, period: 'month', from: '2026-01-06' }),
    )
    expect([...rows(table)].map(({ period, answers, top, bottom, code }) => [period, answers, top, bottom, code])).toEqual([
      ['2026-01-01', 3, 1, 2, 'satisfaction.score.too-few'],
      ['2026-02-01', 1, 1, 0, 'satisfaction.score.too-few'],
      ['2026-03-01', 1, 0, 0, 'satisfaction.score.too-few'],
    ])
    const gap = scoreSatisfaction(
      summarizeSurvey(factsOf(says('a', '2026-01-01 nps 1', '2026-03-01 nps 1')), { survey: 'nps', asOf, period: 'month' }),
    )
    expect([...rows(gap)][1]).toEqual({ period: '2026-02-01', answers: 0, top: 0, middle: 0, bottom: 0, code: 'satisfaction.score.none' })
  })

  test('goes group by group: an attribute, a tier column, the channel', () => {
    const customers = [
      { id: 'ann', attributes: { region: 'north' } },
      { id: 'ben', attributes: { region: 'south' } },
    ]
    const facts = factsOf([...told, ...says('dee', '2026-02-01 nps 9 app')], { customers })
    const by = (groupBy: Parameters<typeof summarizeSurvey>[1]['by']) =>
      [...rows(scoreSatisfaction(summarizeSurvey(facts, { survey: 'nps', asOf, by: groupBy })))].map(({ group, answers, score }) => [
        group,
        answers,
        score,
      ])
    expect(by({ attribute: 'region' })).toEqual([
      ['north', 1, 100],
      ['south', 1, 0],
      [undefined, 2, 0],
    ])
    const tiers = {
      customerId: ['ben', 'ann', 'nobody'],
      groups: { codes: Int8Array.from([1, 0, 0]), values: ['silver', 'gold', 'black'] },
    }
    expect(by(tiers)).toEqual([
      ['silver', 1, 100],
      ['gold', 1, 0],
      ['black', 0, undefined],
      [undefined, 2, 0],
    ])
    expect(by({ customerId: ['ann', 'ben', 'cyd', 'dee'], groups: ['b', 'a', 'a', 'b'] })).toEqual([
      ['a', 2, -50],
      ['b', 2, 100],
    ])
    expect(by('channel')).toEqual([
      ['app', 1, 100],
      [undefined, 3, 0],
    ])
  })

  test('scores the other surveys on their own scales, and the host’s on the one declared', () => {
    const answers = [...Array(8)].flatMap((_, c) =>
      says(`c${c}`, `2026-01-01 csat ${(c % 5) + 1}`, `2026-01-02 ces ${(c % 7) + 1}`, `2026-01-03 stars ${c % 4}`),
    )
    // csat 1 2 3 4 5 1 2 3: 2 of 8; ces 1 … 7, 1: 29/8; stars 0 1 2 3 0 1 2 3: 2 of 8 are 3
    expect(row(scoreSatisfaction(summarizeSurvey(factsOf(answers), { survey: 'csat', asOf })), 0)).toMatchObject({
      top: 2,
      middle: 2,
      bottom: 4,
      score: 0.25,
    })
    expect(row(scoreSatisfaction(summarizeSurvey(factsOf(answers), { survey: 'ces', asOf })), 0).score).toBe(29 / 8)
    const scale = { lowest: 0, highest: 3, topFrom: 3, bottomTo: 1, score: 'net' } as const
    expect(row(scoreSatisfaction(summarizeSurvey(factsOf(answers), { survey: 'stars', scale, asOf })), 0)).toMatchObject({
      top: 2,
      middle: 2,
      bottom: 4,
      score: -25,
    })
    expect(() => scoreSatisfaction(summarizeSurvey(factsOf(answers), { survey: 'stars', asOf }))).toThrow('tierwise.satisfaction.scale')
    expect(() => scoreSatisfaction(summarizeSurvey(factsOf(answers), { survey: 'stars', asOf, scale: { ...scale, bottomTo: 3 } }))).toThrow(
      'tierwise.satisfaction.scale',
    )
  })

  test('leaves out what is off the scale, and says so', () => {
    const odd: Told[] = [
      ...says('a', '2026-01-01 nps 11', '2026-01-02 nps -1', '2026-01-03 nps 8.5', '2026-01-04 nps 10'),
      { id: 'word', customerId: 'b', type: 'answer', at: '2026-01-05T00:00:00Z', attributes: { survey: 'nps', score: 'great' } },
      { id: 'text', customerId: 'c', type: 'answer', at: '2026-01-05T00:00:00Z', attributes: { survey: 'NPS', score: '7' } },
    ]
    const table = scoreSatisfaction(summarizeSurvey(factsOf(odd), { survey: 'nps', asOf }))
    expect(row(table, 0)).toMatchObject({ answers: 2, top: 1, middle: 1 })
    expect(table.issues.map(({ code, params }) => [code, params.count, params.first])).toEqual([
      ['satisfaction.answer.not-whole', 1, 'a 2026-01-03 nps 8.5'],
      ['satisfaction.answer.off-scale', 2, 'a 2026-01-01 nps 11'],
      ['satisfaction.answer.unreadable', 1, 'word'],
    ])
  })

  test('says so when nobody answered', () => {
    for (const facts of [factsOf([]), factsOf([{ customerId: 'a', type: 'purchase', at: '2026-01-01T00:00:00Z' }])]) {
      expect([...rows(scoreSatisfaction(summarizeSurvey(facts, { survey: 'nps', asOf })))]).toEqual([
        { answers: 0, top: 0, middle: 0, bottom: 0, code: 'satisfaction.score.none' },
      ])
    }
  })

  test('counts an answer on its local day', () => {
    const late = factsOf([{ customerId: 'a', type: 'answer', at: '2026-01-31T17:00:00Z', attributes: { survey: 'nps', score: 9 } }], {
      timeZone: 'Asia/Shanghai',
    })
    expect(row(scoreSatisfaction(summarizeSurvey(late, { survey: 'nps', asOf, period: 'month' })), 0).period).toBe('2026-02-01')
    expect(row(scoreSatisfaction(summarizeSurvey(late, { survey: 'nps', asOf: '2026-01-31' })), 0).answers).toBe(0)
  })
})

test('summarizeAnswers keeps what each customer said last', () => {
  const table = summarizeAnswers(factsOf(told, { customers: [{ id: 'dee' }] }), { asOf })
  expect([...rows(table)]).toEqual([
    { customerId: 'ann', nps: 9, npsGroup: 'promoter', answers: 2, answeredAt: Date.UTC(2026, 1, 5, 12), answeredDays: 54 },
    { customerId: 'ben', nps: 8, npsGroup: 'passive', answers: 2, answeredAt: Date.UTC(2026, 2, 6, 12), answeredDays: 25 },
    {
      customerId: 'cyd',
      nps: 6,
      npsGroup: 'detractor',
      csat: 4,
      ces: 6,
      answers: 3,
      answeredAt: Date.UTC(2026, 2, 30, 12),
      answeredDays: 1,
    },
    { customerId: 'dee', answers: 0 },
  ])
})

const orders: Told[] = ['ann', 'ben', 'cyd', 'dee'].flatMap((customerId) =>
  ['2026-01-10', '2026-02-10'].map((day) => ({ customerId, type: 'purchase', at: `${day}T10:00:00Z`, amountMinor: 100 })),
)
const feedback: Told[] = [
  {
    id: 'f1',
    customerId: 'ann',
    type: 'feedback',
    at: '2026-01-11T10:00:00Z',
    attributes: { complaint: true, answeredAt: '2026-01-11T12:00:00.000Z', solvedAt: '2026-01-12T10:00:00.000Z' },
  },
  {
    id: 'f2',
    customerId: 'ann',
    type: 'feedback',
    at: '2026-02-11T10:00:00Z',
    attributes: { complaint: true, answeredAt: '2026-02-11T20:00:00.000Z' },
  },
  {
    id: 'f3',
    customerId: 'ben',
    type: 'feedback',
    at: '2026-02-12T10:00:00Z',
    attributes: { complaint: false, answeredAt: '2026-02-12T16:00:00.000Z' },
  },
  { id: 'f4', customerId: 'eve', type: 'feedback', at: '2026-02-13T10:00:00Z', attributes: { complaint: true } },
]

describe('scoreFeedback', () => {
  test('counts complaints, times and what is open', () => {
    const scored = row(scoreFeedback(summarizeComplaints(factsOf([...orders, ...feedback]), { asOf }), { minCustomers: 5 }), 0)
    // ann and eve of five who bought or complained; answered after 2, 10 and 6 hours; one complaint solved, after 24
    expect(scored).toMatchObject({
      customers: 5,
      complainers: 2,
      complaintRate: 0.4,
      orders: 8,
      complaints: 3,
      complaintsPerOrder: 3 / 8,
      feedback: 4,
      unanswered: 1,
      unsolved: 2,
      answerHours: 6,
      solveHours: 24,
      code: 'satisfaction.feedback.scored',
    })
    // Wilson 2 of 5: (0.4 + 0.384146 ± 1.959964 · √(0.048 + 0.0384146)) / 1.768292
    expect(scored.low).toBeCloseTo(0.1176, 4)
    expect(scored.high).toBeCloseTo(0.7693, 4)
  })

  test('judges what is open as of the day asked about', () => {
    const facts = factsOf([...orders, ...feedback])
    const early = row(scoreFeedback(summarizeComplaints(facts, { asOf: '2026-01-11T12:00:00Z' })), 0)
    expect(early).toMatchObject({ complaints: 1, unanswered: 1, unsolved: 1, code: 'satisfaction.feedback.too-few' })
    expect(early).not.toHaveProperty('answerHours')
    expect(row(scoreFeedback(summarizeComplaints(facts, { asOf: '2026-02-11' }), { minCustomers: 1 }), 0)).toMatchObject({
      complaints: 2,
      unanswered: 0,
      unsolved: 1,
      answerHours: 6,
    })
  })

  test('goes by month', () => {
    const table = scoreFeedback(summarizeComplaints(factsOf([...orders, ...feedback]), { asOf, period: 'month' }), { minCustomers: 4 })
    expect(
      [...rows(table)].map(({ period, complainers, customers, unsolved, code }) => [period, complainers, customers, unsolved, code]),
    ).toEqual([
      ['2026-01-01', 1, 4, 0, 'satisfaction.feedback.scored'],
      ['2026-02-01', 2, 5, 2, 'satisfaction.feedback.scored'],
    ])
  })

  test('warns when most is open, and reports times that cannot be', () => {
    const odd: Told[] = [
      { id: 'g1', customerId: 'ann', type: 'feedback', at: '2026-01-11T10:00:00Z', attributes: { answeredAt: '2026-01-10T10:00:00.000Z' } },
      { id: 'g2', customerId: 'ann', type: 'feedback', at: '2026-01-12T10:00:00Z', attributes: { answeredAt: 'soon' } },
      { id: 'g3', customerId: 'ann', type: 'feedback', at: '2026-01-13T10:00:00Z', attributes: { solvedAt: '2026-01-13T11:00:00.000Z' } },
    ]
    const table = scoreFeedback(summarizeComplaints(factsOf([...orders, ...odd]), { asOf }), { minCustomers: 1 })
    expect(row(table, 0)).toMatchObject({
      complaints: 0,
      complaintRate: 0,
      low: 0,
      unanswered: 2,
      answerHours: 1,
      code: 'satisfaction.feedback.mostly-open',
    })
    expect(table.issues.map(({ code, params }) => [code, params.attribute, params.first])).toEqual([
      ['satisfaction.time.before-opened', 'answeredAt', 'g1'],
      ['satisfaction.time.unreadable', 'answeredAt', 'g2'],
    ])
  })

  test('has a code for an empty base', () => {
    expect(row(scoreFeedback(summarizeComplaints(factsOf([]), { asOf })), 0)).toMatchObject({
      customers: 0,
      code: 'satisfaction.feedback.none',
    })
  })
})

test('summarizeFeedback gives each customer’s complaints and what is open', () => {
  const table = summarizeFeedback(factsOf([...orders, ...feedback]), { asOf })
  expect([...rows(table)]).toEqual([
    { customerId: 'ann', feedback: 2, complaints: 2, unanswered: 0, unsolved: 1, answerHours: 6, complaintDays: 48 },
    { customerId: 'ben', feedback: 1, complaints: 0, unanswered: 0, unsolved: 0, answerHours: 6 },
    { customerId: 'cyd', feedback: 0, complaints: 0, unanswered: 0, unsolved: 0 },
    { customerId: 'dee', feedback: 0, complaints: 0, unanswered: 0, unsolved: 0 },
    { customerId: 'eve', feedback: 1, complaints: 1, unanswered: 1, unsolved: 1, complaintDays: 46 },
  ])
})

test('the measures agree with the summaries', () => {
  const facts = factsOf([...told, ...orders, ...feedback])
  const measured = measureFacts(facts, satisfactionMeasures, { asOf }).columns
  const said = summarizeAnswers(facts, { asOf }).columns
  const complained = summarizeFeedback(facts, { asOf }).columns
  expect(measured.nps).toEqual(said.nps)
  expect(measured.csat).toEqual(said.csat)
  expect(measured.ces).toEqual(said.ces)
  expect(measured.complaints).toEqual(complained.complaints)
  expect(measured.unsolvedComplaints).toEqual(complained.unsolved)
  expect(measured.complaintsPerOrder[0]).toBe(1) // ann: 2 complaints, 2 orders
})

test('groups of a column must be as many as its customers', () => {
  const by = { customerId: ['ann'], groups: dictionary(['a', 'b'], 2) }
  expect(() => scoreSatisfaction(summarizeSurvey(factsOf(told), { survey: 'nps', asOf, by }))).toThrow('tierwise.satisfaction.groups')
  expect(() => scoreSatisfaction(summarizeSurvey(factsOf(told), { survey: 'nps', asOf, from: 'January' }))).toThrow(
    'tierwise.satisfaction.from',
  )
  expect(() => scoreSatisfaction(summarizeSurvey(factsOf(told), { survey: 'nps', asOf, period: 'decade' as 'year' }))).toThrow(
    'tierwise.satisfaction.period',
  )
})
