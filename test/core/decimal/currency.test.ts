import { expect, test } from 'vitest'
import { currencyExponent } from '../../../src/core/decimal/currency.js'

// ISO 4217, list one, column "Mnr unt".
test.each([
  ['CNY', 2],
  ['USD', 2],
  ['EUR', 2],
  ['HKD', 2],
  ['TWD', 2],
  ['INR', 2],
  ['IDR', 2],
  ['HUF', 2],
  ['MGA', 2],
  ['MRU', 2],
  ['JPY', 0],
  ['KRW', 0],
  ['VND', 0],
  ['CLP', 0],
  ['ISK', 0],
  ['UYI', 0],
  ['XOF', 0],
  ['UGX', 0],
  ['KWD', 3],
  ['BHD', 3],
  ['TND', 3],
  ['IQD', 3],
  ['CLF', 4],
  ['UYW', 4],
  ['XXX', 2], // ours: a file that names no currency still has cents
])('%s has %d places', (currency, places) => {
  expect(currencyExponent(currency)).toBe(places)
})

test.each(['', 'cny', 'RMB', 'ZZZ', '¥', 'toString', '__proto__', 'BTC'])('%j is no currency of the list', (currency) => {
  expect(currencyExponent(currency)).toBeUndefined()
})

test('every currency the engine knows to be in use has an exponent', () => {
  // Withdrawn since, or never money to pay with, although engines still list them.
  const past = new Set(
    'ADP AFA ALK AOK AON AOR ARA ARL ARM ARP ATS AZM BAD BAN BEC BEF BEL BGL BGM BGO BOL BOP BRB BRC BRE BRN BRR BRZ BUK BYB BYR CLE CNH CNX CSD CSK CUC CYP DDM DEM ECS ECV EEK ESA ESB ESP FIM FRF GEK GHC GNS GQE GRD GWE GWP HRD HRK IEP ILP ILR ISJ ITL KRH KRO LTL LTT LUC LUF LUL LVL LVR MAF MCF MDC MGF MKN MLF MRO MTL MTP MVP MXP MZE MZM NIC NLG PEI PES PLZ PTE RHD ROL RUR SDD SDP SIT SKK SLL SRG STD SUR TJR TMM TPE TRL UAK UGS USS UYP VEB VEF VNN XAG XAU XBA XBB XBC XBD XDR XEU XFO XFU XPD XPT XRE XSU XTS XUA YDD YUD YUM YUN YUR ZAL ZMK ZRN ZRZ ZWD ZWL ZWR LSM'.split(
      ' ',
    ),
  )
  const missing = Intl.supportedValuesOf('currency').filter((code) => !past.has(code) && currencyExponent(code) === undefined)
  expect(missing).toEqual([])
})
