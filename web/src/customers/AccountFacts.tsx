import { lazy, Suspense } from 'react';
import { useListInfo } from '@/api';
import { isFilled, isOwn, useFieldAccess, valueIn } from '@/lib';
import { useLayout } from '@/lib/useLayout';
import { RecordHistory, Section } from '@/ui';
import { Fact } from '@/ui/Fact';
import { OwnFacts } from './fieldParts';
import { loadPools } from './loadPools';
import { type Account, TONES } from './types';
import { ACCOUNT_LAYOUT } from './usualLayout';

const OwnerHistory = lazy(() => loadPools().then((pools) => ({ default: pools.OwnerHistory })));

/** Not a column that lists can write, though the record can. */
const WRITABLE = ['tags', 'remark'];
/** Texts of several lines. */
const LONG = ['remark'];

/** Every field of an account; a press on a value changes it in place. */
export function AccountFacts({ account }: { account: Account }) {
  const mayChange = account.may_change && !account.trashed_at;
  const access = useFieldAccess('account');
  const info = useListInfo('accounts');
  const fields = new Map(info.data?.fields.map((field) => [field.key, field]));
  const read = (key: string) => {
    const field = fields.get(key);
    return field && valueIn(account, field);
  };
  const { sections, isUsual, isPending } = useLayout('accounts', ACCOUNT_LAYOUT, read, (key) =>
    isFilled(read(key)),
  );
  if (isPending) return <i className="bone" style={{ height: 320 }} />;
  return (
    <div className="facts-page">
      {sections.map(({ title, fields: names }) =>
        isUsual && names.every(isOwn) ? (
          <OwnFacts key={title} list="accounts" record={account} open={mayChange} />
        ) : (
          <Section key={title} title={title}>
            <dl className="fact-grid">
              {names
                .flatMap((key) => fields.get(key) ?? [])
                .map((field) => (
                  <Fact
                    key={field.key}
                    list="accounts"
                    record={account}
                    field={field}
                    long={LONG.includes(field.key) || undefined}
                    tones={TONES}
                    open={
                      mayChange &&
                      access(field.key) === 'write' &&
                      (Boolean(field.editable) || WRITABLE.includes(field.key))
                    }
                  />
                ))}
            </dl>
          </Section>
        ),
      )}
      <Suspense fallback={<i className="bone" style={{ height: 120 }} />}>
        <OwnerHistory id={account.id} frozen={Boolean(account.trashed_at)} />
      </Suspense>
      <RecordHistory list="accounts" id={account.id} />
    </div>
  );
}
