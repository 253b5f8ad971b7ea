import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast, useListName, useMay } from '@/lib';
import { ErrorState, PageHeader, Section } from '@/ui';
import type { Start } from './examples';
import { FieldList } from './FieldList';
import { FieldsEmpty } from './FieldsEmpty';
import './fields.css';
import { RemovedFields } from './RemovedFields';
import { LISTS } from './rules';
import type { OwnField } from './types';
import { useFields, useRefreshFields } from './useFields';

const FieldDialog = lazy(() => import('./FieldDialog').then((file) => ({ default: file.FieldDialog })));

type Asked = { list: string; field?: OwnField; start?: Start };

/** The fields that a workspace adds to its records, by the kind of record. */
export function FieldsPage() {
  const { t } = useTranslation('fields');
  const listName = useListName();
  const mayCreate = useMay('custom_field', 'create');
  const query = useFields();
  const refresh = useRefreshFields();
  const [asked, setAsked] = useState<Asked | null>(null);
  const fields = query.data ?? [];
  const addTo = (list: string) => (
    <Button
      icon={<Plus size={15} />}
      aria-label={t('fields:new_for', { list: listName(list) })}
      onClick={() => setAsked({ list })}
    >
      {t('fields:new')}
    </Button>
  );
  return (
    <>
      <div className="page">
        <PageHeader title={t('fields:menu')} sub={t('fields:text')} />
        <div className="page-body settings-body wide">
          {query.isError ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <i className="bone" style={{ height: 200 }} />
          ) : (
            LISTS.map((list) => {
              const own = fields.filter((field) => field.list === list);
              const there = own.filter((field) => !field.trashed_at);
              return (
                <Section key={list} title={listName(list)} action={mayCreate && addTo(list)}>
                  {there.length > 0 ? (
                    <FieldList fields={there} onEdit={(field) => setAsked({ list, field })} />
                  ) : (
                    <FieldsEmpty
                      list={list}
                      onStart={mayCreate ? (start) => setAsked({ list, start }) : undefined}
                    />
                  )}
                  <RemovedFields fields={own.filter((field) => field.trashed_at)} />
                </Section>
              );
            })
          )}
        </div>
      </div>
      <Suspense>
        {asked && (
          <FieldDialog
            {...asked}
            onClose={() => setAsked(null)}
            onSaved={() => {
              setAsked(null);
              toast(t('ui:saved'));
              refresh();
            }}
          />
        )}
      </Suspense>
    </>
  );
}
