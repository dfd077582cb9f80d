/**
 * The headings this command knows, per field, the surest first. Compared without case, spaces, `_`, `-` and units in brackets:
 * `Order_Date`, `order date` and `OrderDate` are one. A heading that only contains one of these words is a weaker guess.
 */
export const HEADINGS = {
  customer: `customer_id customer_no customer_number customer_code customer_key cust_id client_id client_no user_id member_id member_no
    member_code buyer_id account_id contact_id shopper_id visitor_id customer client user member buyer household_key card_no
    loyalty_card customer_unique_id person_id contact_name_id account_name_id profile_id email customer_email buyer_email payer_email from_email_address buyer_username phone mobile customer_name buyer_name
    客户编号 客户id 客户号 客户编码 客户代码 会员编号 会员id 会员号 会员卡号 会员编码 用户id 用户编号 用户号 顾客编号 顾客id 买家id 买家编号
    买家会员名 买家昵称 客户 会员 用户 顾客 买家 客户名称 客户姓名 会员名 手机号 手机号码 手机 联系电话 邮箱
    顧客id 顧客番号 顧客コード 会員id 会員番号
    kundennr kundennummer kunden_nr kunden_id kunden_nummer kunde mitgliedsnummer numéro_client n°_client id_client code_client client_n° réf_client adhérent
    id_cliente código_cliente codigo_cliente nº_cliente número_cliente cliente socio codice_cliente numero_cliente klantnummer klantnr klant_id klant cpf`,
  order: `order_id order_no order_number order_code order_ref invoice_no invoice_id invoice_number invoice transaction_id
    transaction_no txn_id trans_id receipt_no receipt_id receipt bill_no basket_id purchase_id sale_id sales_order order sales_order_no so_number
    订单编号 订单号 订单id 订单编码 主订单编号 子订单编号 交易号 交易单号 流水号 小票号 发票号 单据编号 单号 订单
    注文番号 注文id 受注番号 伝票番号
    bestellnr bestellnummer bestell_nr bestell_id auftragsnummer auftragsnr auftrag_nr rechnungsnummer rechnungsnr belegnummer numéro_commande numéro_de_commande
    n°_commande n°_de_commande id_commande réf_commande référence_commande commande facture numéro_facture n°_facture nº_pedido número_pedido número_de_pedido numero_pedido
    id_pedido pedido factura nº_factura numero_ordine id_ordine ordine fattura numero_fattura bestelnummer ordernummer factuurnummer`,
  bareId: `id record_id key uuid row_key 编号`,
  at: `ordered_at order_date order_time order_datetime order_purchase_timestamp purchased_at purchase_date purchase_time
    transaction_date transaction_time txn_date invoice_date sale_date sales_date payment_date paid_at payment_time date_paid closing_date processed_at
    created_at created_time create_time date_created occurred_at happened_at event_time event_date timestamp datetime date_time
    date time day at
    下单时间 下单日期 订单时间 订单日期 订单创建时间 付款时间 付款日期 订单付款时间 支付时间 支付日期 交易时间 交易日期 成交时间 成交日期
    购买时间 购买日期 消费时间 消费日期 创建时间 创建日期 发生时间 日期 时间
    注文日 注文日時 受注日 購入日 購入日時 売上日
    bestelldatum auftragsdatum kaufdatum rechnungsdatum belegdatum datum bestellt_am date_commande date_de_commande date_de_la_commande date_achat date_d'achat date_facture
    fecha fecha_pedido fecha_de_pedido fecha_compra fecha_de_compra fecha_factura data data_ordine data_acquisto data_pedido data_do_pedido data_da_compra data_compra orderdatum besteldatum aankoopdatum`,
  amount: `amount order_amount total_amount net_amount amount_paid paid_amount payment_amount payment_value order_total grand_total
    order_value net_total total_price total_paid gross net_sales sales_amount sale_amount sales revenue turnover spend spent transaction_amount
    purchase_amount total subtotal sub_total value monetary sum payment line_total extended_price amt price
    实付金额 实收金额 买家实际支付金额 实际支付金额 支付金额 付款金额 成交金额 交易金额 订单金额 消费金额 购买金额 销售金额 应付金额 合计金额
    总金额 金额 总价 总额 销售额 实付款 实付 合计 付款
    金額 合計金額 注文金額 購入金額 売上金額 お支払金額 支払金額
    bruttobetrag gesamtbetrag rechnungsbetrag betrag umsatz summe gesamtsumme gesamtpreis nettobetrag endbetrag montant_ttc total_ttc montant montant_total montant_ht total_ht chiffre_d'affaires
    importe importe_total total_pedido importo importo_totale totale valor valor_total total_pago bedrag totaalbedrag totaal omzet`,
  unitPrice: `unit_price price_each price_per_unit item_price list_price price 单价 商品单价 价格 售价
    einzelpreis stückpreis prix_unitaire precio_unitario prezzo_unitario preço_unitário stuksprijs`,
  quantity: `quantity qty units count pieces items cds num item_count 数量 购买数量 商品数量 件数 个数
    個数
    menge anzahl stückzahl quantité qté cantidad quantità quantidade aantal`,
  product: `product product_name product_id sku sku_id item item_name item_id article stock_code description product_code title lineitem_name
    商品 商品名称 商品名 商品编号 商品标题 宝贝标题 产品 产品名称 货品名称 货号 款式
    商品コード
    artikel artikelnr artikelnummer artikelname bezeichnung produkt article référence produit producto artículo prodotto articolo produto`,
  category: `category product_category category_name product_type department product_line item_category class genre
    品类 类目 商品类目 商品品类 商品分类 产品类别 类别 分类 大类
    kategorie warengruppe catégorie categoría categoria categorie`,
  cost: `cost line_cost unit_cost cogs cost_amount service_cost 成本 成本金额 商品成本 服务成本`,
  currency: `currency currency_code iso_currency 币种 货币 币别
    währung devise moneda valuta moeda`,
  channel: `channel sales_channel order_channel source platform store_type touchpoint 渠道 销售渠道 下单渠道 来源渠道 来源 平台
    kanal vertriebskanal canal canale kanaal`,
  payment: `payment_method payment_type pay_type pay_method tender payment 支付方式 付款方式
    zahlungsart zahlungsmethode mode_de_paiement moyen_de_paiement forma_de_pago método_de_pago metodo_di_pagamento forma_de_pagamento betaalmethode`,
  discount: `discount_amount discount_total discount coupon_amount 优惠金额 折扣金额 优惠 折扣
    rabatt remise descuento sconto desconto korting`,
  status: `order_status status state stage financial_status trade_status 订单状态 交易状态 状态
    注文状態 注文ステータス ステータス
    bestellstatus auftragsstatus zahlungsstatus statut statut_commande état estado estado_pedido stato stato_ordine`,
  line: `line_no line_id line_number order_item_id item_seq 行号 明细编号 子单号`,
  refund: `refund_id refund_no return_id return_no credit_note_no credit_memo 退款编号 退款单号 退款id 退货单号 售后单号`,
  refundedAt: `refunded_at refund_date refund_time refund_created_at returned_at return_date 退款时间 退款日期 退款完结时间 退货时间 退货日期
    erstattungsdatum date_remboursement fecha_reembolso data_rimborso`,
  refundAmount: `refund_amount refunded_amount refund_total refund return_amount 退款金额 实退金额 退货金额 退款
    erstattungsbetrag erstattung montant_remboursé remboursement importe_reembolsado reembolso importo_rimborsato rimborso terugbetaald`,
  interaction: `interaction_id event_id activity_id ticket_id session_id log_id 互动编号 事件编号 记录编号 工单编号`,
  type: `interaction_type event_type activity_type event activity action interaction behavior type 互动类型 事件类型 行为类型 行为 事件 互动 类型`,
  survey: `survey survey_type survey_name questionnaire metric question 问卷 问卷类型 调查 调查类型 指标`,
  score: `score rating answer response points grade stars 得分 评分 分数 打分 评价`,
  nps: `nps nps_score likelihood_to_recommend recommend_score 推荐度 推荐意愿 净推荐值 nps得分`,
  csat: `csat csat_score satisfaction satisfaction_score review_score 满意度 满意度评分 满意度得分`,
  ces: `ces ces_score effort effort_score 费力度 费力度得分`,
  answerId: `answer_id response_id survey_response_id review_id 答卷编号 答卷id 回答编号`,
  answeredAt: `answered_at responded_at response_date answer_date submitted_at submit_time reply_time 回复时间 答复时间 应答时间 提交时间 答题时间 填写时间`,
  feedback: `feedback_id complaint_id case_id case_number ticket_no 反馈编号 投诉编号 投诉单号 工单号`,
  topic: `topic subject complaint_topic complaint_type feedback_type issue_type reason 主题 反馈主题 投诉类型 投诉原因 反馈类型 问题类型`,
  openedAt: `opened_at open_date reported_at complained_at complaint_date feedback_date 提出时间 反馈时间 投诉时间 受理时间 提交日期`,
  solvedAt: `solved_at resolved_at closed_at solution_date resolution_date 解决时间 处理完成时间 办结时间 关闭时间 完结时间`,
  complaint: `complaint is_complaint 是否投诉 投诉`,
  enrolledAt: `enrolled_at enrolled_on enrollment_date enrolment_date joined_program_at member_since membership_date registered_at 入会时间 入会日期 加入时间 开卡时间 开卡日期`,
  joinedOn: `joined_on joined_at join_date registered_on registration_date signup_date customer_since 注册时间 注册日期 建档时间 建档日期`,
  alias: `alias alias_id linked_id merged_id old_id duplicate_id 别名 别名编号 关联编号 原客户编号 合并编号`,
  from: `from valid_from since linked_at 起始日期 生效日期 关联时间`,
  until: `until valid_until valid_to 截止日期 失效日期 解除时间`,
  name: `name full_name customer_name member_name display_name 姓名 客户姓名 客户名称 会员姓名 名称 昵称`,
  region: `region province state city country location area 地区 省份 省 城市 区域 国家 所在地`,
  birthYear: `birth_year year_of_birth born 出生年份 出生年`,
  age: `age 年龄`,
  ageBand: `age_band age_group age_range 年龄段 年龄组`,
  gender: `gender sex 性别`,
  incomeBand: `income_band income income_level income_group 收入 收入水平 收入段 收入档次`,
  interests: `interests interest hobbies tags preferences 兴趣 爱好 兴趣爱好 标签 偏好`,
  acquisitionChannel: `acquisition_channel acquisition_source lead_source signup_channel utm_source 获客渠道 注册渠道 客户来源 获取渠道`,
}

/** The host's words for what happened → the library's. Compared like headings. */
export const TYPES = {
  purchase: 'purchase order buy sale sold transaction checkout payment paid invoice 购买 下单 订单 消费 付款 支付 成交',
  refund: 'refund return refunded returned chargeback credit credit_note 退款 退货 售后退款',
  visit: 'visit session login page_visit store_visit 访问 到店 登录 进店',
  view: 'view page_view product_view browse detail_view impression 浏览 查看 浏览商品',
  click: 'click tap open ad_click email_click 点击 打开',
  ticket: 'ticket call chat inquiry enquiry consultation support case service contact 工单 咨询 客服 来电 售后咨询 售前咨询 服务',
  review: 'review rating comment product_review 评价 评论 晒单',
  referral: 'referral refer invite invitation share recommend 推荐 邀请 转介绍 分享',
  training: 'training course webinar workshop class 培训 课程 讲座 直播课',
  enroll: 'enroll enrol enrollment join signup sign_up register 入会 注册 开卡 加入会员',
}

/** Orders in one of these states are no purchases. */
export const CANCELLED = `cancelled canceled cancel void voided failed expired pending unpaid draft abandoned unavailable rejected declined closed_lost
  on_hold checkout_draft trash wait_buyer_pay trade_closed
  refunded fully_refunded returned charged_back reversed payment_failed payment_pending awaiting_payment payment_error not_paid incomplete
  abgebrochen offen nicht_bezahlt erstattet annulé annulée annulee remboursé remboursée impayé cancelado cancelada anulado anulada reembolsado pendiente
  pendente annullato annullata rimborsato in_attesa geannuleerd terugbetaald
  已退款 退款成功 全额退款 已退货 退货成功
  已取消 取消 交易关闭 已关闭 待付款 未付款 等待买家付款 支付失败 作废 已作废 草稿 无效`

export function words(list) {
  return list.split(/\s+/).filter(Boolean).map(plain)
}

/** `CustAccountBalance` → `['cust', 'account', 'balance']`; Chinese has no blanks, so it stays whole. */
export function tokens(heading) {
  return heading
    .normalize('NFKC')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}

/** `Order Date (UTC)` → `orderdate`; `金额（元）` → `金额`. */
export function plain(heading) {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[([【].*?[)\]】]/g, '')
    .replace(/[\s_\-.:/#：、]+/g, '')
}
