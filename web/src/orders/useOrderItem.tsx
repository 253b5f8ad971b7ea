import { ShoppingBag } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Money as Amount } from '@/api';
import { useLabels } from '@/lib';
import { Money, type TimelineItem } from '@/ui';

type Told = { id: string; at: string; data: Record<string, unknown> };

/** An order as an item of a timeline. */
export function useOrderItem() {
  const { t } = useTranslation('orders');
  const labels = useLabels('orders');
  return useCallback(
    ({ id, at, data }: Told): TimelineItem => ({
      id,
      icon: ShoppingBag,
      // A day without a time of day: the server places it at midnight of the workspace.
      at: typeof data.ordered_on === 'string' ? data.ordered_on : at,
      title: (
        <>
          {labels.choice('kind', String(data.kind))} <Money value={data.net as Amount} exact />
        </>
      ),
      by: typeof data.number === 'string' ? data.number : undefined,
      body:
        typeof data.line_count === 'number' && data.line_count > 0
          ? t('orders:lines_count', { count: data.line_count })
          : undefined,
    }),
    [labels, t],
  );
}
