/** What the simulated shop sells and where its customers come from. Prices are in major units; shares sum to 1. */

export interface CatalogCategory {
  readonly category: string
  /** How much of all demand looks here first. */
  readonly share: number
  /** What the goods cost the shop, as a share of the list price. */
  readonly costShare: number
  readonly products: readonly (readonly [product: string, price: number])[]
}

export const CATALOG: readonly CatalogCategory[] = [
  {
    category: 'tea',
    share: 0.26,
    costShare: 0.42,
    products: [
      ['Longjing 100 g', 128],
      ['Tieguanyin 250 g', 96],
      ['Jasmine pearls', 58],
      ['Aged pu-erh cake', 268],
      ['Lapsang souchong', 79],
      ['White peony', 148],
    ],
  },
  {
    category: 'coffee',
    share: 0.2,
    costShare: 0.5,
    products: [
      ['House blend 500 g', 89],
      ['Yunnan single origin', 108],
      ['Drip bags, 20', 69],
      ['Cold brew set', 75],
      ['Decaf 250 g', 62],
    ],
  },
  {
    category: 'snacks',
    share: 0.2,
    costShare: 0.6,
    products: [
      ['Walnut cookies', 26],
      ['Dried mango', 32],
      ['Sesame crisps', 19],
      ['Roasted almonds', 45],
      ['Mochi box', 38],
      ['Gift tin', 88],
    ],
  },
  {
    category: 'tableware',
    share: 0.14,
    costShare: 0.46,
    products: [
      ['Gaiwan', 118],
      ['Glass teapot', 139],
      ['Travel tea set', 199],
      ['Pour-over kettle', 259],
      ['Cup, pair', 68],
    ],
  },
  {
    category: 'beauty',
    share: 0.12,
    costShare: 0.38,
    products: [
      ['Hand cream', 49],
      ['Rose water', 72],
      ['Camellia oil', 135],
      ['Sheet masks, 10', 99],
    ],
  },
  {
    category: 'kids',
    share: 0.08,
    costShare: 0.55,
    products: [
      ['Picture book', 36],
      ['Wooden blocks', 129],
      ['Crayons', 28],
      ['Plush panda', 89],
    ],
  },
]

/** Weighted words: a customer draws one of them. */
export type Weighted = readonly (readonly [word: string, weight: number])[]

export const REGIONS: Weighted = [
  ['Shanghai', 0.22],
  ['Beijing', 0.18],
  ['Guangdong', 0.2],
  ['Zhejiang', 0.14],
  ['Sichuan', 0.12],
  ['Hubei', 0.08],
  ['overseas', 0.06],
]

export const ACQUISITION: Weighted = [
  ['search', 0.28],
  ['social', 0.26],
  ['referral', 0.16],
  ['store', 0.16],
  ['ads', 0.14],
]

export const CHANNELS: Weighted = [
  ['app', 0.42],
  ['web', 0.28],
  ['store', 0.22],
  ['phone', 0.08],
]

export const PAYMENTS: Weighted = [
  ['wechat', 0.44],
  ['alipay', 0.34],
  ['card', 0.16],
  ['cash', 0.06],
]

export const TOPICS: Weighted = [
  ['delivery', 0.42],
  ['quality', 0.24],
  ['invoice', 0.16],
  ['membership', 0.18],
]

export const GENDERS: Weighted = [
  ['female', 0.56],
  ['male', 0.4],
  ['unknown', 0.04],
]

export const INCOME_BANDS: readonly string[] = ['low', 'middle', 'high']

export const FAMILY_NAMES: readonly string[] = 'Chen Li Wang Zhang Liu Yang Zhao Huang Zhou Wu Xu Sun Ma Zhu Hu Lin Guo He Gao Luo'.split(
  ' ',
)

export const GIVEN_NAMES: readonly string[] =
  'Yulin Wei Mei Jing Hao Xin Lan Tao Yan Rui Min Jun Qing Bo Ning Fang Kai Shu Ping Lei Hui Xue An Yi'.split(' ')
