export { simulateBgBb } from './bgbb.js'
export { simulateBgNbd, simulateMbgNbd } from './bgnbd.js'
export { simulateContracts } from './contracts.js'
export { simulateGammaGamma } from './gamma-gamma.js'
export { simulateParetoNbd } from './paretonbd.js'
export type { SimulatedPurchases, SimulatePurchasesOptions } from './purchases.js'
export type { Shop, SimulateShopOptions } from './shop.js'
export { simulateShop } from './shop.js'
export type {
  ShopAnswerRow,
  ShopCustomerRow,
  ShopEnrollmentRow,
  ShopFeedbackRow,
  ShopInteractionRow,
  ShopOrderLine,
  ShopOrderRow,
  ShopRefundRow,
  ShopRows,
} from './shop-rows.js'
