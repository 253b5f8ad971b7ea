export { AccountOrders } from './AccountOrders';
export { useOrderItem } from './useOrderItem';
