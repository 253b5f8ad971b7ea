import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { RefSelect, useRefNames } from '@/ui';
import type { AuditSearch } from './types';

type Props = { search: AuditSearch; onChange: (patch: AuditSearch) => void };

/** By whom, and what. */
export function AuditFilter({ search, onChange }: Props) {
  const { t } = useTranslation('admin');
  const names = useRefNames('users', search.user_id ? [search.user_id] : []);
  const [typed, setTyped] = useState(search.name ?? '');
  const user: Ref | null = search.user_id
    ? { id: search.user_id, name: names.get(search.user_id) ?? '…' }
    : null;
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
      <Input
        allowClear
        value={typed}
        placeholder={t('admin:audit.name_hint')}
        aria-label={t('admin:audit.name')}
        onChange={(event) => {
          setTyped(event.target.value);
          if (!event.target.value) onChange({ name: undefined });
        }}
        onPressEnter={() => onChange({ name: typed.trim() || undefined })}
        onBlur={() => onChange({ name: typed.trim() || undefined })}
      />
      {search.record_id && (
        <Button onClick={() => onChange({ record_id: undefined })}>{t('admin:audit.every_record')}</Button>
      )}
    </>
  );
}
