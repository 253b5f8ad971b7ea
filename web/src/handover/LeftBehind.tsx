import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api';

import { Section } from '@/ui';
import { useHoldings, useHoldingsText } from './useHoldings';

/** Loaded when somebody's work is given away. */
export const HandOverDialog = lazy(() =>
  import('./HandOverDialog').then((file) => ({ default: file.HandOverDialog })),
);

/** What somebody who has left still has, because the hand-over was stopped: it is gone on with from here. */
export function LeftBehind({ user }: { user: Schema<'User'> }) {
  const { t } = useTranslation('handover');
  const holdings = useHoldings(user.id).data;
  const textOf = useHoldingsText();
  const [giving, setGiving] = useState(false);
  if (!holdings || holdings.accounts + holdings.contacts + holdings.tasks === 0) return null;
  return (
    <Section title={t('handover:title')}>
      <p className="quiet-note">{t('handover:left', { what: textOf(holdings) })}</p>
      <Button type="primary" onClick={() => setGiving(true)}>
        {t('handover:button')}
      </Button>
      <Suspense>
        {giving && (
          <HandOverDialog user={user} onClose={() => setGiving(false)} onQueued={() => setGiving(false)} />
        )}
      </Suspense>
    </Section>
  );
}
