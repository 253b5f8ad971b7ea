import { Button } from 'antd';
import dayjs from 'dayjs';
import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { today } from '@/lib';
import { RefSelect, useRefNames } from '@/ui';
import { DayInput } from '@/ui/DayInput';
import { Select } from '@/ui/Select';
import { AUDIT_KINDS, type AuditSearch } from './types';

type Props = { search: AuditSearch; onChange: (patch: AuditSearch) => void };

/** By whom, about what, what was done, and when. */
export function AuditFilter({ search, onChange }: Props) {
  const { t, i18n } = useTranslation('admin');
  const names = useRefNames('users', search.user_id ? [search.user_id] : []);
  const user: Ref | null = search.user_id
    ? { id: search.user_id, name: names.get(search.user_id) ?? '…' }
    : null;
  const events = useMemo(() => eventsOf(i18n.language), [i18n.language]);
  const day = (key: 'from' | 'to') => (
    <DayInput
      aria-label={t(`admin:audit.${key}`)}
      placeholder={t(`admin:audit.${key}`)}
      value={search[key] ? dayjs(search[key]) : null}
      maxDate={today()}
      minDate={key === 'to' && search.from ? dayjs(search.from) : undefined}
      onChange={(next) => onChange({ [key]: next?.format('YYYY-MM-DD') })}
    />
  );
  return (
    <>
      <div className="audit-user">
        <RefSelect
          list="users"
          label={t('admin:audit.by')}
          placeholder={t('admin:audit.by')}
          value={user}
          onChange={(next) => onChange({ user_id: next?.id })}
        />
      </div>
      <Select
        allowClear
        aria-label={t('admin:audit.kind')}
        placeholder={t('admin:audit.kind')}
        value={search.kind}
        options={AUDIT_KINDS.map((kind) => ({ value: kind, label: t(`admin:audit.kind.${kind}`) }))}
        onChange={(kind?: string) => onChange({ kind })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('admin:audit.name')}
        placeholder={t('admin:audit.name')}
        value={search.name}
        options={events}
        onChange={(name?: string) => onChange({ name })}
      />
      {day('from')}
      {day('to')}
      {search.record_id && (
        <Button onClick={() => onChange({ record_id: undefined })}>{t('admin:audit.every_record')}</Button>
      )}
    </>
  );
}

/** Every event that has words, in the order of the words. */
function eventsOf(locale: string): { value: string; label: string }[] {
  const texts = (i18next.getResourceBundle(locale, 'admin') ?? {}) as Record<string, string>;
  return Object.entries(texts)
    .filter(([key]) => key.startsWith('event.'))
    .map(([key, label]) => ({ value: key.slice('event.'.length), label }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));
}
