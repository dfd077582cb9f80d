/** What differs between the two CRMs: how records are read, where the customers' ids are, how a write is shaped. */
const { fromFxiaoke, fromZoho, toFxiaoke, toZoho } = require('tierwise/crm')

const vendors = {
  zoho: {
    read: fromZoho,
    id: 'id',
    shape: (rows, { to, fields }, current) => toZoho(rows, { module: to, fields, current }),
  },
  fxiaoke: {
    read: fromFxiaoke,
    id: '_id',
    shape: (rows, { to, fields }, current, { timeZone }) => toFxiaoke(rows, { object: to, fields, current, timeZone }),
  },
}

module.exports = { vendors }
