import { withTexts } from '@/lib';

const load = withTexts(() => import('./PoolKeeping'), 'customers', 'value');

/** The rules of a pool with the texts of what they speak of. */
export const loadKeeping = () => load().then((file) => ({ default: file.PoolKeeping }));
