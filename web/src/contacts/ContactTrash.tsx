import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '@/api';
import { Empty, RecordList } from '@/ui';
import { ContactRestore } from './ContactRestore';

const COLUMNS = ['account', 'mobile', 'owner', 'trashed_at'];
const TRASHED: Filter = { field: 'trashed_at', op: 'not_empty' };

/** People who were deleted and can come back. */
export function ContactTrash() {
  const { t } = useTranslation('contacts');
  return (
    <RecordList
      list="contacts"
      object="contact"
      title={t('contacts:trash.title')}
      actions={
        <Link to="/contacts">
          <Button>{t('contacts:trash.back')}</Button>
        </Link>
      }
      fixed={TRASHED}
      columns={COLUMNS}
      quick={['owner', 'trashed_at']}
      builtInBulk={false}
      exportable={false}
      panel={(row) => <ContactRestore id={row.id} name={String(row.name)} />}
      empty={<Empty icon={Trash2} title={t('contacts:trash.none')} text={t('contacts:trash.none_text')} />}
    />
  );
}
