/** The tier table with what lies ahead of each customer, in the reader's language: what goes back into the CRM. */
import { sentence } from 'tierwise/messages'

/** @returns a table for `csvLines`, `code` last as in the tier table itself */
export function customerTable({ table, summary, stages, warnings, value, actions }, words) {
  const { code, ...columns } = table.columns
  const say = words.ahead
  const { columns: ahead, nextOrder, places = 2 } = value
  const { stage, since, daysInStage } = stages.table.columns
  const minor = (column) => column?.map((amount) => Math.round(amount * 10 ** places))
  const isCustomer = (i) => summary.columns.frequency[i] >= 0
  const each = (of) => Array.from({ length: table.length }, (_, i) => of(i))
  return {
    ...table,
    columns: {
      ...columns,
      stage: { codes: stage.codes, values: stage.values.map((id) => say.stages[id] ?? id) },
      stageSince: since,
      stageDays: daysInStage,
      ...given('pAlive', ahead?.pAlive),
      ...given('expectedOrders', ahead?.expectedPurchases),
      ...given('expectedValueMinor', minor(ahead?.clv)),
      ...given('expectedValueLowMinor', minor(ahead?.clvLow)),
      ...given('expectedValueHighMinor', minor(ahead?.clvHigh)),
      ...given(
        'nextOrder',
        nextOrder?.map((date) => (date === null ? say.unlikely : date)),
      ),
      ...given('valueAtRiskMinor', ahead?.clv && minor(actions.valueAtRisk)),
      ...(warnings.level
        ? {
            warning: {
              codes: warnings.level.codes.map((at, i) => (isCustomer(i) ? at : -1)),
              values: warnings.level.values.map((id) => say.levels[id] ?? id),
            },
            overdueOn: warnings.rhythm.columns.overdueOn,
            warningReason: each((i) =>
              isCustomer(i)
                ? warnings
                    .reasonsOf(i)
                    .map((reason) => sentence(reason, words.catalogue))
                    .join('; ')
                : undefined,
            ),
          }
        : {}),
      nextAction: each((i) => say.actionName(actions.next[i]?.action)),
      actionChannel: each((i) => actions.next[i]?.channel && say.channelName(actions.next[i].channel)),
      code,
    },
  }
}

const given = (name, column) => (column ? { [name]: column } : {})
