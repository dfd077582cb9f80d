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
