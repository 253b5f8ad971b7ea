import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '@/ui';
import type { User } from './types';
import { useHoldings, useHoldingsText } from './useHoldings';

const HandOverDialog = lazy(() =>
  import('./HandOverDialog').then((file) => ({ default: file.HandOverDialog })),
);

/** What somebody who has left still has, because the hand-over was stopped: it is gone on with from here. */
export function LeftBehind({ user }: { user: User }) {
  const { t } = useTranslation('staff');
  const holdings = useHoldings(user.id).data;
  const textOf = useHoldingsText();
  const [giving, setGiving] = useState(false);
  if (!holdings || holdings.accounts + holdings.contacts + holdings.tasks === 0) return null;
  return (
    <Section title={t('staff:hand_over.title')}>
      <p className="quiet-note">{t('staff:hand_over.left', { what: textOf(holdings) })}</p>
      <Button type="primary" onClick={() => setGiving(true)}>
        {t('staff:hand_over.button')}
      </Button>
      <Suspense>
        {giving && (
          <HandOverDialog user={user} onClose={() => setGiving(false)} onQueued={() => setGiving(false)} />
        )}
      </Suspense>
    </Section>
  );
}
