import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo, Row } from '@/api';
import { isFilled, useLabels, valueIn } from '@/lib';
import { KeyValue, Section } from '@/ui';
import '@/ui/fact.css';
import { OwnValue } from '@/ui/OwnValue';
import { useOwnOf } from './useOwnOf';

function lines({ custom }: FieldInfo, value: ReactNode): ReactNode {
  return custom?.type === 'long_text' ? <span className="lines">{value}</span> : value;
}

/** What was filled in of the workspace's own fields, to be read beside a list. */
export function OwnLines({ list, record }: { list: string; record: Row }) {
  const { t } = useTranslation('fields');
  const labels = useLabels(list);
  const filled = useOwnOf(list).filter((field) => isFilled(valueIn(record, field)));
  if (filled.length === 0) return null;
  return (
    <Section title={t('fields:section')}>
      <KeyValue
        items={filled.map((field) => ({
          key: field.key,
          label: labels.field(field.key),
          value: lines(field, <OwnValue list={list} field={field} value={valueIn(record, field)} />),
        }))}
      />
    </Section>
  );
}
