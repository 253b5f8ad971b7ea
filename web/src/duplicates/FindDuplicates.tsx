import { useNavigate } from '@tanstack/react-router';
import { Button, Form } from 'antd';
import { Combine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref, Row } from '@/api';
import { ErrorLine, RefSelect } from '@/ui';
import { Dialog } from '@/ui/Dialog';
import { AlikeList } from './AlikeList';
import { factsOf } from './facts';
import { LIST_OF, type Sort } from './sorts';
import { useAlike } from './useAlike';

type Props = { sort: Sort; record: Row & { name: string }; onClose: () => void };

/** What is like a record that is there, and a way to merge it with that or with any other. */
export function FindDuplicates({ sort, record, onClose }: Props) {
  const { t } = useTranslation('duplicates');
  const navigate = useNavigate();
  const [other, setOther] = useState<Ref | null>(null);
  const query = useAlike(sort, factsOf(sort, record), record.id);
  const { found } = query;
  const merge = (merged: string) => {
    onClose();
    void navigate({ to: '/duplicates/merge', search: { kind: sort, kept: record.id, merged } as never });
  };
  const isEmpty = found && found.records.length + found.hidden.length === 0;
  return (
    <Dialog
      title={t('duplicates:find.title', { name: record.name })}
      width={520}
      footer={null}
      onCancel={onClose}
    >
      <div className="find-duplicates">
        {query.isError ? (
          <ErrorLine error={query.error} onRetry={() => void query.refetch()} />
        ) : !found ? (
          <i className="bone" style={{ height: 48 }} />
        ) : isEmpty ? (
          <p className="muted">{t('duplicates:find.none')}</p>
        ) : (
          <AlikeList
            sort={sort}
            found={found}
            action={({ id, name }) => (
              <Button
                icon={<Combine size={15} />}
                aria-label={t('duplicates:find.merge_with', { name })}
                onClick={() => merge(id)}
              >
                {t('duplicates:merge.open')}
              </Button>
            )}
          />
        )}
      </div>
      <Form layout="vertical">
        <Form.Item label={t('duplicates:find.other')} htmlFor="merge-with" className="find-other">
          <RefSelect id="merge-with" list={LIST_OF[sort]} value={other} onChange={setOther} />
        </Form.Item>
        <Button disabled={!other || other.id === record.id} onClick={() => other && merge(other.id)}>
          {t('duplicates:merge.open')}
        </Button>
      </Form>
    </Dialog>
  );
}
