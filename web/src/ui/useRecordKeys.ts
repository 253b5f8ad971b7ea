import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { keepPlace, kindIn, siblingOf, useShortcuts } from '@/lib';

/** The keys of a record's page: `e` changes it, `[` and `]` go through the list that one came from. */
export function useRecordKeys(list: string, id: string, mayChange: boolean) {
  const { t } = useTranslation('ui');
  const navigate = useNavigate();
  const group = t('ui:shortcut.record');
  const page = kindIn(list)?.page;
  useEffect(() => keepPlace(list, id), [list, id]);
  const go = (to: string | undefined) => to && void navigate({ to });
  const step = (by: 1 | -1) => {
    const to = siblingOf(list, id, by);
    if (to) go(page?.(to));
  };
  useShortcuts([
    { keys: '[', label: t('ui:shortcut.previous'), group, run: () => step(-1) },
    { keys: ']', label: t('ui:shortcut.next'), group, run: () => step(1) },
    ...(mayChange
      ? [
          {
            keys: 'e',
            label: t('ui:shortcut.edit'),
            group,
            run: () => go(page && `${page(id)}/edit`),
          },
        ]
      : []),
  ]);
}
