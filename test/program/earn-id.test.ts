import { defineProgram } from 'tierwise/program'
import { expect, test } from 'vitest'

test('an earn rule without an id is named by its place', () => {
  const program = defineProgram({
    kind: 'program',
    format: 1,
    id: 'club',
    timeZone: 'UTC',
    currency: 'EUR',
    currencies: { points: {} },
    earn: [
      { on: 'purchase', to: 'points', round: 'down' },
      { id: 'review', on: 'review', to: 'points', value: '10' },
      { on: 'visit', to: 'points', value: '1' },
    ],
  })
  expect(program.earn?.map(({ id }) => id)).toEqual(['earn-1', 'review', 'earn-3'])
})
