import { lazy } from 'react';
import { withTexts } from '@/lib';

const load = withTexts(() => import('@/value'), 'value');

/** What a customer is worth comes with its texts when it is looked at: no page of customers waits for it. */
export const AccountValue = lazy(() => load().then((value) => ({ default: value.AccountValue })));
export const ValueAxis = lazy(() => load().then((value) => ({ default: value.ValueAxis })));
