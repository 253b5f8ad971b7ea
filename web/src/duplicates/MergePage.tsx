import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Switch } from 'antd';
import { ArrowLeftRight, Combine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Row, useListInfo, useRecord } from '@/api';
import { kindIn, MOD_KEY, useProblemText, useShortcuts } from '@/lib';
import { Avatar, Empty, ErrorState, PageHeader } from '@/ui';
import { useTwo } from './addresses';
import './duplicates.css';
import { MergeFields } from './MergeFields';
import { MergeMoves } from './MergeMoves';
import { choicesOf, chosenOf, JOINED } from './mergeFields';
import { LIST_OF, type Sort } from './sorts';
import { useMerge } from './useMerging';

type Named = Row & { name: string };

/** Two records beside each other, field by field: which of them stays, and whose values. */
export function MergePage() {
  const { t } = useTranslation('duplicates');
  const { kind, kept: keptId, merged: mergedId } = useTwo();
  const list = LIST_OF[kind];
  const kept = useRecord<Named>(list, keptId);
  const merged = useRecord<Named>(list, mergedId);
  const info = useListInfo(list);
  const error = kept.error ?? merged.error ?? info.error;
  const retry = () => void Promise.all([kept.refetch(), merged.refetch(), info.refetch()]);
  const title = t(`duplicates:merge.title_${kind}`);
  if (!keptId || !mergedId || keptId === mergedId || kept.data?.id === merged.data?.id) {
    const only = kept.data;
    if (!keptId || !mergedId || only)
      return (
        <div className="page">
          <PageHeader title={title} />
          <Empty
            icon={Combine}
            title={t(only ? 'duplicates:merge.one' : 'duplicates:merge.two_needed')}
            action={
              <Link to={(only && kindIn(list)?.page?.(only.id)) ?? '/duplicates'}>
                <Button type="primary">{only ? only.name : t('duplicates:menu')}</Button>
              </Link>
            }
          />
        </div>
      );
  }
  return (
    <div className="page merge">
      <PageHeader title={title} sub={t('duplicates:merge.sub')} />
      <div className="page-body">
        {kept.data && merged.data && info.data ? (
          <MergeForm kind={kind} fields={info.data.fields} records={[kept.data, merged.data]} />
        ) : error ? (
          <ErrorState error={error} onRetry={retry} />
        ) : (
          <i className="bone" style={{ height: 320 }} />
        )}
      </div>
    </div>
  );
}

type FormProps = {
  kind: Sort;
  fields: Parameters<typeof choicesOf>[0];
  records: [Named, Named];
};

function MergeForm({ kind, fields, records: [kept, merged] }: FormProps) {
  const { t } = useTranslation('duplicates');
  const navigate = useNavigate();
  const problemText = useProblemText();
  const merge = useMerge();
  const [taken, setTaken] = useState<Record<string, string>>({});
  const [whole, setWhole] = useState(false);
  const list = LIST_OF[kind];
  const choices = choicesOf(fields, JOINED[kind], [kept, merged], taken);
  const shown = whole ? choices : choices.filter(({ differs }) => differs);
  const swap = () =>
    void navigate({
      to: '/duplicates/merge',
      search: { kind, kept: merged.id, merged: kept.id } as never,
      replace: true,
    });
  const go = () => {
    if (merge.isPending) return;
    merge.mutate(
      { kind, kept_id: kept.id, merged_id: merged.id, fields: chosenOf(choices) },
      { onSuccess: (done) => void navigate({ to: kindIn(list)?.page?.(done.kept.id) ?? '/duplicates' }) },
    );
  };
  useShortcuts([
    {
      keys: '$mod+Enter',
      label: t('duplicates:merge.button'),
      group: t('ui:shortcut.form'),
      run: go,
      always: true,
    },
  ]);
  const head = (record: Named, role: 'kept' | 'merged') => (
    <div className={`merge-head ${role}`}>
      <small>{t(`duplicates:merge.${role}`)}</small>
      <span className="who">
        <Avatar name={record.name} seed={record.id} list={list} size={28} />
        <a
          href={kindIn(list)?.page?.(record.id)}
          target="_blank"
          rel="noreferrer"
          className="linkish"
          aria-label={t('duplicates:alike.open', { name: record.name })}
        >
          {record.name}
        </a>
      </span>
    </div>
  );
  return (
    <div className="merge-form">
      <div className="merge-heads">
        {head(kept, 'kept')}
        <Button
          icon={<ArrowLeftRight size={15} />}
          aria-label={t('duplicates:merge.swap')}
          title={t('duplicates:merge.swap')}
          onClick={swap}
        >
          {t('duplicates:merge.swap_short')}
        </Button>
        {head(merged, 'merged')}
      </div>
      <MergeFields
        kind={kind}
        choices={shown}
        records={[kept, merged]}
        onChoose={(key, id) => setTaken({ ...taken, [key]: id })}
      />
      <label className="merge-whole" htmlFor="merge-whole">
        <Switch id="merge-whole" size="small" checked={whole} onChange={setWhole} />
        {t('duplicates:merge.show_all')}
      </label>
      <MergeMoves kind={kind} kept={kept} merged={merged} />
      <div className="merge-foot">
        {merge.error && (
          <p className="form-failure" role="alert">
            {problemText(merge.error)}
          </p>
        )}
        <Button
          type="primary"
          icon={<Combine size={15} />}
          title={`${MOD_KEY} + Enter`}
          loading={merge.isPending}
          onClick={go}
        >
          {t('duplicates:merge.button')}
        </Button>
        <Button onClick={() => window.history.back()}>{t('ui:cancel')}</Button>
      </div>
    </div>
  );
}
