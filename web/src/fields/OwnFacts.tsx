import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '@/api';
import { isFilled, valueIn } from '@/lib';
import { Section } from '@/ui';
import { Fact } from '@/ui/Fact';
import { useOwnOf } from './useOwnOf';

type Props = { list: string; record: Row; open: boolean };

/** What the workspace's own fields say of a record. Empty ones wait behind a press, where they can be filled in. */
export function OwnFacts({ list, record, open }: Props) {
  const { t } = useTranslation('fields');
  const [all, setAll] = useState(false);
  const own = useOwnOf(list);
  if (own.length === 0) return null;
  const filled = own.filter((field) => isFilled(valueIn(record, field)));
  const empty = own.length - filled.length;
  return (
    <Section
      title={t('fields:section')}
      action={
        empty > 0 && (
          <button type="button" className="link fact-more" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('fields:hide_empty') : t('fields:show_empty', { count: empty })}
          </button>
        )
      }
    >
      {filled.length === 0 && !all ? (
        <p className="muted quiet">{t('fields:none_filled')}</p>
      ) : (
        <dl className="fact-grid">
          {(all ? own : filled).map((field) => (
            <Fact key={field.key} list={list} record={record} field={field} open={open && field.editable} />
          ))}
        </dl>
      )}
    </Section>
  );
}
