import { useNavigate } from '@tanstack/react-router';
import { Button, Segmented, Switch } from 'antd';
import { Combine, ScanSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat, useIsPhone, useMay } from '@/lib';
import { Empty, ErrorState, More, PageHeader, Section } from '@/ui';
import { type Shown, useShown } from './addresses';
import './duplicates.css';
import { MergeHistory } from './MergeHistory';
import { PairFeed } from './PairFeed';
import { SORTS, type Sort } from './sorts';
import { CERTAINTIES, type Certainty } from './types';
import { usePairs } from './usePairs';
import { useMergeAll, useScan } from './useWork';

/** Records that may be there twice, side by side: merged, or said to be two. */
export function DuplicateList() {
  const { t } = useTranslation('duplicates');
  const format = useFormat();
  const phone = useIsPhone();
  const navigate = useNavigate();
  const shown = useShown();
  const { kind, certainty, dismissed } = shown;
  const mayMerge = useMay(kind, 'remove');
  const query = usePairs(shown);
  const { items: pairs, pages } = query;
  const scan = useScan(kind);
  const all = useMergeAll(kind, mayMerge);
  const count = pages[0]?.count;
  const scanned = pages[0]?.scanned_at;
  const show = (change: Partial<Shown>) => {
    const next = { ...shown, ...change };
    const search = { ...next, dismissed: next.dismissed || undefined };
    void navigate({ to: '/duplicates', search: search as never, replace: true });
  };
  const look = mayMerge && (
    <Button icon={<ScanSearch size={15} />} loading={scan.isPending} onClick={() => scan.mutate()}>
      {t('duplicates:scan.button')}
    </Button>
  );
  return (
    <div className="page duplicates">
      <PageHeader
        title={t('duplicates:menu')}
        sub={
          query.isSuccess &&
          (scanned
            ? t('duplicates:scan.last', { when: format.relative(scanned) })
            : t('duplicates:scan.never'))
        }
        actions={
          <>
            {look}
            {mayMerge && (all.count?.value ?? 0) > 0 && (
              <Button
                type="primary"
                icon={<Combine size={15} />}
                loading={all.isPending}
                onClick={() => void all.ask()}
              >
                {phone
                  ? t('duplicates:all.button_short')
                  : t('duplicates:all.button', { number: all.count && format.count(all.count) })}
              </Button>
            )}
          </>
        }
      />
      <div className="with-aside">
        <div className="page-body">
          <div className="pair-filter">
            <Segmented<Sort>
              aria-label={t('duplicates:kinds')}
              options={SORTS.map((sort) => ({ value: sort, label: t(`duplicates:kind.${sort}`) }))}
              value={kind}
              onChange={(sort) => show({ kind: sort })}
            />
            <Segmented<Certainty | 'all'>
              aria-label={t('duplicates:certainties')}
              options={['all' as const, ...CERTAINTIES].map((each) => ({
                value: each,
                label: t(`duplicates:certainty.${each}`),
              }))}
              value={certainty ?? 'all'}
              onChange={(each) => show({ certainty: each === 'all' ? undefined : each })}
            />
            <label className="pair-dismissed" htmlFor="pair-dismissed">
              <Switch
                id="pair-dismissed"
                size="small"
                checked={dismissed}
                onChange={(on) => show({ dismissed: on })}
              />
              {t('duplicates:dismissed')}
            </label>
            {count && count.value > 0 && (
              <span className="muted pair-count">
                {t('duplicates:count', { count: count.value, number: format.count(count) })}
              </span>
            )}
          </div>
          {query.isError && pairs.length === 0 ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <div className="pair-bones" aria-busy="true">
              <i className="bone" />
              <i className="bone" />
              <i className="bone" />
            </div>
          ) : pairs.length === 0 ? (
            <Nothing dismissed={dismissed} certainty={certainty} scanned={Boolean(scanned)} action={look} />
          ) : (
            <PairFeed pairs={pairs} mayMerge={mayMerge} />
          )}
          <More query={query} />
        </div>
        <aside>
          <Section title={t('duplicates:merges.title')}>
            <MergeHistory />
          </Section>
        </aside>
      </div>
    </div>
  );
}

type NothingProps = {
  dismissed: boolean;
  certainty: Certainty | undefined;
  scanned: boolean;
  action: React.ReactNode;
};

/** No pair: because nobody has looked yet, because of the filter, or because nothing is there twice. */
function Nothing({ dismissed, certainty, scanned, action }: NothingProps) {
  const { t } = useTranslation('duplicates');
  if (dismissed) return <Empty icon={Combine} title={t('duplicates:empty.dismissed')} />;
  if (!scanned)
    return (
      <Empty
        icon={ScanSearch}
        title={t('duplicates:empty.never')}
        text={t('duplicates:empty.never_text')}
        action={action}
      />
    );
  if (certainty) return <Empty icon={Combine} title={t('duplicates:empty.certainty')} />;
  return <Empty icon={Combine} title={t('duplicates:empty.none')} text={t('duplicates:empty.none_text')} />;
}
