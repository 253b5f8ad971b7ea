import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { CalendarRange, Network, Plus, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref, type Schema, usePages } from '@/api';
import { toast, useMay, useShowProblem } from '@/lib';
import { Avatar, Empty, ErrorState } from '@/ui';
import { More } from '@/ui/More';
import { ChainTree } from './ChainTree';
import { SIDES } from './sides';

const RelationDialog = lazy(() =>
  import('./RelationDialog').then((file) => ({ default: file.RelationDialog })),
);

type Relation = Schema<'Relation'>;

/** Who supplies whom, branches, referrals, parents: grouped, each a step to the other account. */
export function RelationList({ account }: { account: Ref }) {
  const { t } = useTranslation('customers');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const mayChange = useMay('account', 'change');
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Relation | null>(null);
  const query = usePages({
    queryKey: keys.under(account.id, 'relations'),
    read: (cursor, signal) => api.get(`/accounts/${account.id}/relations`, { cursor }, { signal }),
  });
  // Whoever comes to stand below or above is told of in the chains, too.
  const fresh = () => client.invalidateQueries({ queryKey: ['under', account.id] });
  const remove = useMutation({
    mutationFn: (id: string) => api.remove(`/account-relations/${id}`),
    onSuccess: () => {
      toast(t('customers:relation.removed'));
      return fresh();
    },
    onError: showProblem,
  });
  const relations = query.items;
  const close = () => {
    setAdding(false);
    setChanging(null);
  };
  const add = mayChange && (
    <Button icon={<Plus size={15} />} onClick={() => setAdding(true)}>
      {t('customers:relation.add')}
    </Button>
  );
  return (
    <div className="relations">
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <i className="bone" style={{ height: 120 }} />
      ) : relations.length === 0 ? (
        <>
          {/* A terminal without relations has consumers all the same. */}
          <ChainTree account={account} chain="supply" />
          <Empty
            icon={Network}
            title={t('customers:relation.none')}
            text={t('customers:relation.none_text')}
            action={add}
          />
        </>
      ) : (
        <>
          <ChainTree account={account} chain="supply" />
          <ChainTree account={account} chain="group" />
          {SIDES.map(({ kind, side, key }) => {
            const group = relations.filter((each) => each.kind === kind && each[side].id === account.id);
            if (group.length === 0) return null;
            return (
              <section key={key}>
                <h2>{t(`customers:relation.${key}`)}</h2>
                <ul>
                  {group.map((each) => {
                    const other = side === 'from' ? each.to : each.from;
                    return (
                      <li key={each.id}>
                        <Link to="/accounts/$id" params={{ id: other.id }} className="who linkish">
                          <Avatar name={other.name} seed={other.id} list="accounts" size={26} />
                          <span className="clip">{other.name}</span>
                        </Link>
                        <span className="muted">{[each.since, each.until].filter(Boolean).join(' – ')}</span>
                        {mayChange && (
                          <button
                            type="button"
                            className="icon-button"
                            aria-label={t('customers:relation.change', { name: other.name })}
                            onClick={() => setChanging(each)}
                          >
                            <CalendarRange size={15} aria-hidden />
                          </button>
                        )}
                        {mayChange && (
                          <button
                            type="button"
                            className="icon-button"
                            aria-label={t('customers:relation.remove', { name: other.name })}
                            onClick={() => remove.mutate(each.id)}
                          >
                            <X size={15} aria-hidden />
                          </button>
                        )}
                      </li>
                    );
                  })}
                </ul>
              </section>
            );
          })}
          <More query={query} />
          {add}
        </>
      )}
      <Suspense>
        {(adding || changing) && (
          <RelationDialog
            account={account}
            relation={changing ?? undefined}
            onClose={close}
            onSaved={() => {
              close();
              void fresh();
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
