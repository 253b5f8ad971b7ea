import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Field } from '@/ui';
import { TONES } from './types';
import { useAccountValue } from './useAccountValue';
import './value.css';

const CLASSES = ['pyramid', 'abc', 'bcg'] as const;

/** The classes of an account in one line, and the way to what they are made of. */
export function ValueAxis({ id }: { id: string }) {
  const { t } = useTranslation('value');
  const { data } = useAccountValue(id);
  if (!data) return <i className="bone value-axis-bone" />;
  const told = CLASSES.filter((key) => data.classes[key] !== 'none');
  if (told.length === 0) return <>{t('value:axis_none')}</>;
  return (
    <Link to="." search={{ tab: 'value' } as never} replace className="value-axis">
      {told.map((key) => (
        <Field
          key={key}
          list="accounts"
          field={{ key, kind: 'choice' }}
          value={data.classes[key]}
          tones={TONES}
        />
      ))}
    </Link>
  );
}
