export type { FieldTarget, WriteChange, WriteFieldChange, WriteFields, WriteOptions } from './changes.js'
export type { RateDirection } from './convert.js'
export { type FxiaokeOptions, fromFxiaoke } from './from-fxiaoke.js'
export {
  type CountedValues,
  type CustomerSource,
  fromRecords,
  type LineSource,
  type RecordRate,
  type RecordsOptions,
  type RefundSource,
  type SaleSource,
  type SourceRecords,
} from './from-records.js'
export { fromShopify, type ShopifyOptions, type ShopifyRecords } from './from-shopify.js'
export { fromStripe, type StripeOptions, type StripeRecords } from './from-stripe.js'
export { fromWooCommerce, type WooCommerceOptions, type WooCommerceRecords } from './from-woocommerce.js'
export { fromYouzan, type YouzanOptions, type YouzanRecords, type YouzanRefundFields } from './from-youzan.js'
export { fromZoho, type ZohoOptions } from './from-zoho.js'
export type { CrmCustomerRow, CrmOptions, CrmPreset, CrmRows, LineRow, RefundRow, SaleRow } from './preset.js'
export type { VendorInput } from './record.js'
export { fxiaokeOutcomes, type ToFxiaokeOptions, toFxiaoke } from './to-fxiaoke.js'
export { shopifyOutcomes, type ToShopifyOptions, toShopify } from './to-shopify.js'
export { toStripe } from './to-stripe.js'
export { toWooCommerce } from './to-woocommerce.js'
export { type ToZohoOptions, toZoho, zohoOutcomes } from './to-zoho.js'
export type { WriteOutcome, WritePlan, WriteRequest } from './write.js'
