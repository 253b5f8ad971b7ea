/** The measures along which customers can be laid out. */
export const AXES = [
  'customer_value',
  'net_sales_12m',
  'contribution_12m',
  'service_12m',
  'forecast',
  'lifetime_value',
  'service_ratio',
  'price_index',
  'growth',
  'alive',
  'promotion_share',
  'orders_12m',
  'delivered_lead',
] as const;
export type AxisKey = (typeof AXES)[number];

/** The views, in the order in which they are offered. */
export const VIEW_KEYS = [
  'angles',
  'potential',
  'shapiro',
  'cube',
  'fiocca',
  'fiocca_key',
  'campbell',
  'reinartz',
  'bcg',
  'pyramid',
] as const;
export type ViewKey = (typeof VIEW_KEYS)[number];

/** What a view without classes is called in the address. */
export const FREE = 'free';

/** A part of the chart as numbers, which the address keeps: the bins of tomorrow are others. Open ends are null. */
export type Range = { x: [number | null, number | null]; y: [number | null, number | null] };
