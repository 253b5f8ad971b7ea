import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api';
import { useFormat } from '@/lib';
import { useLacks } from './usePools';

type Props = { preview: Schema<'PoolPreview'>; warningDays: number };

/** What a rule would take, and why each of the first. */
export function RulePreview({ preview: { takes, soon, items }, warningDays }: Props) {
  const { t } = useTranslation('pools');
  const format = useFormat();
  const lacksText = useLacks();
  return (
    <div className="rule-preview" role="status">
      <p>
        <strong>{t('pools:preview.takes', { number: format.count(takes) })}</strong>
        {warningDays > 0 && (
          <span className="muted">
            {' '}
            {t('pools:preview.soon', { number: format.count(soon), days: warningDays })}
          </span>
        )}
      </p>
      {items.length > 0 && (
        <ul>
          {items.map(({ account, owner, lacks }) => (
            <li key={account.id}>
              <Link to="/accounts/$id" params={{ id: account.id }} target="_blank" className="link">
                {account.name}
              </Link>
              <span className="muted">
                {owner?.name}
                {lacks.length > 0 && ` · ${lacksText(lacks)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
