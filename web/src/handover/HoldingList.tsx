import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { KeyValue } from '@/ui';
import type { Holdings } from './useHoldings';

const KINDS = ['accounts', 'contacts', 'tasks', 'teams'] as const;

/** What somebody has who leaves. */
export function HoldingList({ holdings, leaves }: { holdings?: Holdings; leaves: boolean }) {
  const { t } = useTranslation('handover');
  const format = useFormat();
  return (
    <>
      <KeyValue
        items={KINDS.map((kind) => ({
          key: kind,
          label: t(`handover:kind.${kind}`),
          value: holdings ? format.number(holdings[kind]) : <i className="bone" style={{ width: 40 }} />,
        }))}
      />
      <ul className="handover-notes muted">
        {leaves && <li>{t('handover:note.access')}</li>}
        <li>{t('handover:note.history')}</li>
        <li>{t('handover:note.teams')}</li>
      </ul>
    </>
  );
}
