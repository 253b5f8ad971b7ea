import { Fragment, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useListInfo } from '@/api';
import { useFieldAccess, useMay } from '@/lib';
import { RecordHistory, Section } from '@/ui';
import { Fact } from '@/ui/Fact';
import { OwnFacts } from './fieldParts';
import { loadPools } from './loadPools';
import { type Account, TONES } from './types';

const OwnerHistory = lazy(() => loadPools().then((pools) => ({ default: pools.OwnerHistory })));

const GROUPS = {
  basics: ['name', 'also_known_as', 'number', 'kind', 'channel_kind', 'owner', 'tags', 'cooperating_since'],
  reach: ['phone', 'region', 'address', 'website', 'credit_code'],
  classification: [
    'history',
    'volume',
    'credit_grade',
    'market_position',
    'ownership_form',
    'high_tech',
    'public_sector',
  ],
  other: ['remark', 'created_at', 'updated_at'],
} as const;
/** Not a column that lists can write, though the record can. */
const WRITABLE = ['tags', 'remark'];
/** Texts of several lines. */
const LONG = ['remark'];

/** Every field of an account; a press on a value changes it in place. */
export function AccountFacts({ account }: { account: Account }) {
  const { t } = useTranslation('customers');
  const mayChange = useMay('account', 'change') && !account.trashed_at;
  const access = useFieldAccess('account');
  const info = useListInfo('accounts');
  const fields = new Map(info.data?.fields.map((field) => [field.key, field]));
  return (
    <div className="facts-page">
      {Object.entries(GROUPS).map(([group, names]) => (
        <Fragment key={group}>
          {group === 'classification' && <OwnFacts list="accounts" record={account} open={mayChange} />}
          <Section title={t(`customers:section.${group}`)}>
            <dl className="fact-grid">
              {names
                .flatMap((key) => fields.get(key) ?? [])
                .map((field) => (
                  <Fact
                    key={field.key}
                    list="accounts"
                    record={account}
                    field={field}
                    long={LONG.includes(field.key)}
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
        </Fragment>
      ))}
      <Suspense fallback={<i className="bone" style={{ height: 120 }} />}>
        <OwnerHistory id={account.id} frozen={Boolean(account.trashed_at)} />
      </Suspense>
      <RecordHistory list="accounts" id={account.id} />
    </div>
  );
}
