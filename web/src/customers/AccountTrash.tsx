import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '@/api';
import { useMay } from '@/lib';
import { Empty, RecordList, type Selection, useBulkJob } from '@/ui';
import { RestoreButton } from './RestoreButton';
import { TONES } from './types';

const COLUMNS = ['channel_kind', 'owner', 'trashed_at', 'net_sales', 'last_order_on'];
const TRASHED: Filter = { field: 'trashed_at', op: 'not_empty' };

/** What was deleted and can come back. */
export function AccountTrash() {
  const { t } = useTranslation('customers');
  const mayRestore = useMay('account', 'remove');
  const bulk = useBulkJob('accounts');
  return (
    <RecordList
      list="accounts"
      object="account"
      title={t('customers:trash.title')}
      actions={
        <Link to="/accounts">
          <Button>{t('customers:trash.back')}</Button>
        </Link>
      }
      tones={TONES}
      fixed={TRASHED}
      columns={COLUMNS}
      quick={['owner', 'trashed_at']}
      builtInBulk={false}
      exportable={false}
      bulk={
        mayRestore
          ? [
              {
                key: 'restore',
                label: t('customers:trash.restore'),
                icon: RotateCcw,
                run: (on: Selection, clear: () => void) => {
                  bulk.restore(on);
                  clear();
                },
              },
            ]
          : []
      }
      panel={(row) => <RestoreButton id={row.id} name={String(row.name)} />}
      empty={<Empty icon={Trash2} title={t('customers:trash.none')} text={t('customers:trash.none_text')} />}
    />
  );
}
